"""Excel workbooks: tables are written into them, and what strangers send is bounded before it is read."""
