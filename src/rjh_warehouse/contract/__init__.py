"""What a delivered file must look like (contract), and what is said of it (origin). Reads and keeps no delivery."""
