-- Two accounting firms with three clients, for a database at revision 009.
INSERT INTO tenants (id, name, org_number) VALUES
    ('11111111-1111-4111-8111-111111111111', 'Fjord Regnskap AS', '912345678'),
    ('22222222-2222-4222-8222-222222222222', 'Bokføring Øst AS', '987654321');

INSERT INTO clients (id, tenant_id, name, org_number) VALUES
    ('a1111111-1111-4111-8111-111111111111', '11111111-1111-4111-8111-111111111111', 'Kaffebrenneriet Ås', '914111222'),
    ('a2222222-2222-4222-8222-222222222222', '11111111-1111-4111-8111-111111111111', 'Blåbær Design', '914333444'),
    ('b1111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', 'Sørlandet Bygg', '914555666');

INSERT INTO users (id, tenant_id, email, role, status) VALUES
    ('c1111111-1111-4111-8111-111111111111', '11111111-1111-4111-8111-111111111111', 'kari@fjord.example', 'owner', 'active'),
    ('c2222222-2222-4222-8222-222222222222', '22222222-2222-4222-8222-222222222222', 'ola@ost.example', 'accountant', 'active');

INSERT INTO chart_of_accounts (client_id, number, name)
SELECT id, '4000', 'Varekjøp' FROM clients;

INSERT INTO vendors (id, client_id, name, org_number) VALUES
    ('d1111111-1111-4111-8111-111111111111', 'a1111111-1111-4111-8111-111111111111', 'Kaffeimport Norge', '915111222'),
    ('d2222222-2222-4222-8222-222222222222', 'b1111111-1111-4111-8111-111111111111', 'Trelast Sør', '915333444');

INSERT INTO vendor_invoices (client_id, vendor_id, invoice_number, invoice_date, due_date, total_amount) VALUES
    ('a1111111-1111-4111-8111-111111111111', 'd1111111-1111-4111-8111-111111111111', 'F-1001', '2026-09-01', '2026-09-15', 12500.00),
    ('a1111111-1111-4111-8111-111111111111', 'd1111111-1111-4111-8111-111111111111', 'F-1002', '2026-10-01', '2026-10-15', 9800.50),
    ('b1111111-1111-4111-8111-111111111111', 'd2222222-2222-4222-8222-222222222222', '77', '2026-10-20', '2026-11-03', 240000.00);

INSERT INTO journal_entries (client_id, entry_date, description)
SELECT client_id, invoice_date, 'Inngående faktura ' || invoice_number FROM vendor_invoices;
