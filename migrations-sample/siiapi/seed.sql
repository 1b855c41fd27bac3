-- Datos para una base en la revisión e4b90f27c6a8.
INSERT INTO usuarios (id, nombre, documento, telefono_fijo, correo) VALUES
    (1, 'María Núñez', '52000111', '6015550101', 'maria.nunez@siiapi.example'),
    (2, 'José Ibáñez', '79000222', NULL, 'jose.ibanez@siiapi.example');
INSERT INTO programas (id, codigo, nombre) VALUES (1, 'MIS', 'Maestría en Ingeniería de Sistemas');
INSERT INTO estudiantes (id, programa_id, matricula, nombre, promedio) VALUES
    (1, 1, '2025-001', 'Ana Rodríguez', 4.35), (2, 1, '2025-002', 'Iván Peña', NULL);
INSERT INTO proyectos (id, responsable_id, titulo, estado) VALUES
    (1, 1, 'Detección temprana de deserción', 'activo'), (2, 2, 'Calidad del aire en el campus', NULL);
INSERT INTO proyecto_estudiantes (proyecto_id, estudiante_id) VALUES (1, 1), (2, 2);
INSERT INTO convocatorias (id, nombre, cierra) VALUES (1, 'Convocatoria interna 2026', '2026-12-15');
INSERT INTO evaluaciones (proyecto_id, convocatoria_id, puntaje) VALUES (1, 1, 87);
