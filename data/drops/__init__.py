"""What a module delivers: contract, manifest, check and report."""
