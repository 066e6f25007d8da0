SELECT * FROM orders WHERE changed_at > $1
