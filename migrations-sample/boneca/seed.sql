-- A small shop, for a database at revision 07fb2c8e5d61.
INSERT INTO boneca.users (id, email, name) VALUES
    (1, 'joana@exemplo.example', 'Joana Conceição'), (2, 'tiago@exemplo.example', 'Tiago Araújo');
INSERT INTO boneca.oauth_credentials (user_id, provider, client_id) VALUES (1, 'google', 'g-102938');
INSERT INTO boneca.collections (id, name) VALUES (1, 'Coleção de Verão');
INSERT INTO boneca.dolls (id, collection_id, name, price) VALUES
    (1, 1, 'Boneca de pano Inês', 39.90), (2, NULL, 'Boneca articulada Lídia', 74.50);
INSERT INTO boneca.orders (id, user_id, status) VALUES (1, 1, 'paid'), (2, 2, 'draft');
INSERT INTO boneca.order_items (order_id, doll_id, quantity) VALUES (1, 1, 1), (2, 2, 2);
INSERT INTO boneca.repair_requests (user_id, problem, priority) VALUES (1, 'Braço solto', 2);
INSERT INTO boneca.newsletter_subscribers (email) VALUES ('joana@exemplo.example');
