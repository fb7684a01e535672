"""What ties the handbook to MkDocs and its PDF plugin; everything that works without them is in
``handbook``."""
