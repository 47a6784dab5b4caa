"""Flags on payments: rules that say which payments deserve a second look and why. A flag is a lead, never a verdict."""
