"""What every format shares: header, region of rows, cells to typed columns, numbers, and what is told of them."""
