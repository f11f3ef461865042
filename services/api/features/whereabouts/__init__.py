"""Who is where on a day, for the past and the future too; reads only."""
