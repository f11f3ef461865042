"""Reading uploaded files row by row, in constant memory."""
