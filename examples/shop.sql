-- A small shop: the orders that examples/quickstart.yaml reads and the table it fills.
CREATE TABLE orders (
  id         INTEGER PRIMARY KEY,
  customer   TEXT NOT NULL,
  email      TEXT,
  status     TEXT NOT NULL,
  amount     NUMERIC NOT NULL,
  ordered_at DATETIME NOT NULL
);

CREATE TABLE paid_orders (
  order_id   INTEGER PRIMARY KEY,
  customer   TEXT NOT NULL,
  email      TEXT,
  amount     NUMERIC NOT NULL,
  ordered_on TEXT NOT NULL
);

INSERT INTO orders (id, customer, email, status, amount, ordered_at) VALUES
  (1001, 'Ada Lovelace',     ' Ada@Example.com ',    'paid',      249.90, '2026-03-02 08:15:00'),
  (1002, 'Alan Turing',      'alan@example.com',     'pending',    18.00, '2026-03-02 09:40:00'),
  (1003, '  Grace Hopper ',  'GRACE@example.com',    'paid',     1200.00, '2026-03-03 11:05:00'),
  (1004, 'Edsger Dijkstra',  NULL,                   'cancelled',  75.50, '2026-03-03 16:20:00'),
  (1005, 'Barbara Liskov',   'barbara@example.com',  'paid',       64.25, '2026-03-04 07:55:00'),
  (1006, 'Donald Knuth',     NULL,                   'paid',        2.56, '2026-03-05 21:30:00');
