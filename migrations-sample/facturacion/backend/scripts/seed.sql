-- Datos de prueba para una base en la revisión 0008.
INSERT INTO empresas (id, nit, razon_social, ambiente_dian) VALUES
    (1, '900123456-1', 'Café de la Montaña S.A.S.', 'pruebas'),
    (2, '901987654-3', 'Ferretería El Tornillo Ltda.', 'produccion');

INSERT INTO roles (id, empresa_id, nombre) VALUES
    (1, 1, 'Administrador'), (2, 1, 'Usuario'), (3, 2, 'Administrador');

INSERT INTO usuarios (empresa_id, rol_id, correo, nombre) VALUES
    (1, 1, 'admin@cafe.example', 'Lucía Peña'),
    (1, 2, 'ventas@cafe.example', 'Andrés Muñoz'),
    (2, 3, 'admin@tornillo.example', 'Inés Ordóñez');

INSERT INTO clientes (id, empresa_id, tipo_documento, numero_documento, nombre, correo) VALUES
    (1, 1, '31', '800111222-5', 'Hotel Río Claro', 'compras@rioclaro.example'),
    (2, 1, '13', '52123456', 'María Gómez', 'maria@correo.example'),
    (3, 2, '31', '830555444-9', 'Constructora Andina', 'pagos@andina.example');

INSERT INTO productos (id, empresa_id, codigo, nombre, precio, tarifa_iva, impuesto) VALUES
    (1, 1, 'CAF-500', 'Café molido 500 g', 28500, 5, 'IVA'),
    (2, 1, 'TAZ-01', 'Taza de cerámica', 32000, 19, 'IVA'),
    (3, 2, 'TOR-M8', 'Tornillo M8 x 100', 450, 19, 'IVA');

INSERT INTO resoluciones_dian (id, empresa_id, prefijo, desde, hasta, vigente_hasta) VALUES
    (1, 1, 'SETT', 1, 5000, '2027-12-31'),
    (2, 2, 'FE', 1000, 9000, '2027-06-30');

INSERT INTO facturas
    (id, empresa_id, cliente_id, resolucion_id, prefijo, numero, fecha, subtotal, impuestos, total)
VALUES
    (1, 1, 1, 1, 'SETT', 1, '2026-10-02', 285000, 14250, 299250),
    (2, 1, 2, 1, 'SETT', 2, '2026-10-05', 32000, 6080, 38080),
    (3, 2, 3, 2, 'FE', 1000, '2026-10-09', 450000, 85500, 535500);

INSERT INTO factura_detalles (empresa_id, factura_id, producto_id, cantidad, valor_unitario) VALUES
    (1, 1, 1, 10, 28500), (1, 2, 2, 1, 32000), (2, 3, 3, 1000, 450);

SELECT setval(pg_get_serial_sequence('empresas', 'id'), 2),
       setval(pg_get_serial_sequence('roles', 'id'), 3),
       setval(pg_get_serial_sequence('clientes', 'id'), 3),
       setval(pg_get_serial_sequence('productos', 'id'), 3),
       setval(pg_get_serial_sequence('resoluciones_dian', 'id'), 2),
       setval(pg_get_serial_sequence('facturas', 'id'), 3);
