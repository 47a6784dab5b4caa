"""What stands around every page: top bar, filters, breadcrumb, chips, notices."""
