"""The shop floor: what lines, colours and free widths mean, and plans of floors."""
