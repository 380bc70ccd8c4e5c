"""Our grades and routes in the words of others, a file for each list of words."""
