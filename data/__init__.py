"""What is true: contracts, publishing, snapshots, queries. Never imports dash or plotly."""
