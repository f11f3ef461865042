"""生活安排: how the receiving school looks after who comes to serve."""
