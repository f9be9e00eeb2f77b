"""What is taken away: answers as plain records and tables, and the receipts that go with them."""
