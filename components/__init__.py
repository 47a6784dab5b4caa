"""What the reader sees. Knows Dash and Plotly; never opens a data file, never writes SQL."""
