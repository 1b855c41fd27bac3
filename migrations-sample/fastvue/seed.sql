-- Two companies, for a database at revision 0e59c4d81f76. stock_movements stays empty.
INSERT INTO companies (id, name, currency) VALUES (1, 'Acme Outdoor', 'USD'), (2, 'Zürich Räder', 'CHF');
INSERT INTO users (id, company_id, email, name, status) VALUES
    (1, 1, 'jane@acme.example', 'Jane Doe', 'active'),
    (2, 2, 'urs@raeder.example', 'Urs Müller', 'invited');
INSERT INTO customers (id, company_id, name, email, external_no, legacy_code) VALUES
    (1, 1, 'Summit Club', 'office@summit.example', 1001, 'S-1'),
    (2, 2, 'Velo Basel', 'info@velobasel.example', 2001, NULL);
INSERT INTO products (id, company_id, name, sku, price, barcode) VALUES
    (1, 1, 'Tent', 'ACME-TENT', 249.00, '4006381333931'),
    (2, 2, 'Light', 'ZR-LIGHT', 39.90, NULL);
INSERT INTO orders (id, company_id, customer_id, user_id, status) VALUES (1, 1, 1, 1, 'paid'), (2, 2, 2, NULL, 'draft');
INSERT INTO order_items (order_id, product_id, quantity, price) VALUES (1, 1, 2, 249.00), (2, 2, 1, 39.90);
INSERT INTO warehouses (id, company_id, name) VALUES (1, 1, 'Denver'), (2, 2, 'Winterthur');
