"""The Coq development: theorems checked by Coq's kernel, the data they rest on, and what is known of them."""
