"""What the model is taught and examined in: exchanges of text and pictures, generated from the procedural world."""
