"""The Prefect flows: rhythm, retries, spread and a window for operators; they decide nothing."""
