"""How well the flags on payments do: planted patterns in real payments, and a simulated city's hidden truth."""
