/** Whose SQL a statement is that PostgreSQL refuses; what nobody knows, or PostgreSQL's own mistakes, are nobody's. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { likelyDialect } from '../../../../server/src/core/sql/likely-dialect.ts';
import { scanSql } from '../../../../server/src/core/sql/tokens.ts';
import { sqlParser } from '../../../support/project.ts';

const told = (sql: string) => {
  assert.notEqual(sqlParser.parse(sql).error, undefined, `PostgreSQL reads it: ${sql}`);
  const likely = likelyDialect(scanSql(sql));
  return likely && `${likely.dialect}: ${likely.sign}`;
};

const cases: Readonly<Record<string, string>> = {
  'PRAGMA foreign_keys = OFF': 'sqlite: PRAGMA',
  "/* tests */ pragma table_info('users')": 'sqlite: PRAGMA',
  "ATTACH DATABASE 'x.db' AS other": 'sqlite: ATTACH',
  "INSERT OR IGNORE INTO t VALUES ('a')": 'sqlite: INSERT OR IGNORE',
  'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)': 'sqlite: AUTOINCREMENT',
  'CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID': 'sqlite: WITHOUT ROWID',
  'ALTER TABLE `users` ADD COLUMN x int': 'mysql: a name in backticks',
  'UPDATE t SET `a`=1': 'mysql: a name in backticks',
  'CREATE TABLE t (id int) ENGINE=InnoDB': 'mysql: ENGINE =',
  'CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY)': 'mysql: AUTO_INCREMENT',
  'CREATE TABLE t (id int UNSIGNED)': 'mysql: UNSIGNED',
  'ALTER TABLE t MODIFY COLUMN a varchar(20) NOT NULL': 'mysql: MODIFY COLUMN',
  'ALTER TABLE t MODIFY a bigint': 'mysql: MODIFY',
  'ALTER TABLE t CHANGE a b int': 'mysql: CHANGE',
  'ALTER TABLE t DROP FOREIGN KEY fk': 'mysql: DROP FOREIGN KEY',
  'ALTER TABLE t DROP PRIMARY KEY': 'mysql: DROP PRIMARY KEY',
  'ALTER TABLE t ADD UNIQUE INDEX ux (a)': 'mysql: ADD UNIQUE INDEX',
  'ALTER TABLE t ADD COLUMN a int AFTER b': 'mysql: AFTER B',
  'ALTER TABLE t ADD COLUMN a int, ALGORITHM=INPLACE, LOCK=NONE': 'mysql: ALGORITHM =',
  'DROP INDEX ix ON t': 'mysql: ON',
  'SHOW CREATE TABLE t': 'mysql: SHOW',
  'SET @old = 1': 'mysql: SET @',
  'INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2': 'mysql: ON DUPLICATE KEY UPDATE',
  'REPLACE INTO t VALUES (1)': 'mysql: REPLACE INTO',
  'UPDATE a JOIN b ON a.id = b.id SET a.x = b.x': 'mysql: JOIN',
  'UPDATE users u INNER JOIN orders o ON o.user_id = u.id SET u.x = 1': 'mysql: JOIN',
  'LOCK TABLES t WRITE': 'mysql: LOCK TABLES',
};

describe('a statement that PostgreSQL refuses', () => {
  for (const [sql, expected] of Object.entries(cases)) {
    test(sql, () => assert.equal(told(sql), expected));
  }

  for (const sql of [
    'ALTER TABLE users ADD COLUMN COLUMN phone text',
    'SELEC 1',
    "UPDATE t SET a = 'PRAGMA `x` ENGINE = 1' WHEREE b",
    'SELECT "auto_increment" FROMM t',
    'UPDATE t SET a = 1 FROM b JOIN c ON c.id = b.id WHER x',
    'CREATE TABLE t (id int -- ENGINE = InnoDB\n',
    'ALTER TABLE t ADD COLUMN',
  ]) {
    test(`nobody's: ${sql}`, () => assert.equal(told(sql), undefined));
  }
});
