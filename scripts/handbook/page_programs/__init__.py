"""What the programs of the pages get from Python: the words and rules both sides keep, data as scripts, and
the libraries they call."""
