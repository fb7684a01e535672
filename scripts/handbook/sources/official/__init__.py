"""Official texts of laws: read as the databases give them, and the facts taken from them."""
