"""What helps whoever asks: what may be meant, may follow what is typed, and why nothing was found."""
