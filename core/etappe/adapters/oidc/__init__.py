"""OpenID Connect: a provider of the operator's says who signs in."""
