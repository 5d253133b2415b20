import assert from 'node:assert/strict';
import { lossesOf, type MigrationForm } from '../../../src/core/tool/frameworks/migration-text.js';

function named(form: MigrationForm, text: string): readonly string[] {
  return lossesOf(form, text, 'postgres', { grammars: {} }).map(({ noun, name }) => `${noun} ${name ?? '?'}`);
}

describe('what a migration takes away', () => {
  const rows: readonly (readonly [MigrationForm, string, readonly string[]])[] = [
    // A column is called by its table and itself, never by its table alone.
    ['sql', 'ALTER TABLE "User" DROP COLUMN "email";', ['column User.email']],
    ['sql', 'ALTER TABLE a DROP COLUMN b, DROP COLUMN c;', ['column a.b', 'column a.c']],
    ['python', "def upgrade():\n    op.drop_column('users', 'email')\n", ['column users.email']],
    ['ruby', 'def up\n  remove_column :users, :email, :string\nend\n', ['column users.email']],
    ['ruby', 'def up\n  remove_reference :orders, :user\nend\n', ['column orders.user']],
    ['script', "up() { await queryRunner.dropColumn('users', 'email'); }", ['column users.email']],
    ['script', "exports.up = (q) => q.removeColumn('Users', 'email');", ['column Users.email']],
    [
      'python',
      'operations = [migrations.RemoveField(\n  model_name="order",\n  name="note",\n)]',
      ['column order.note'],
    ],
    ['csharp', 'void Up(M m) { m.DropColumn(name: "Note", table: "Orders"); }', ['column Orders.Note']],
    // Where only itself is named, or nothing that can be read.
    ['script', "exports.up = (k) => k.schema.table('o', (t) => t.dropColumn('note'));", ['column note']],
    ['python', 'operations = [migrations.RemoveField(name="note", model_name="order")]', ['column ?']],
    ['csharp', 'void Up(M m) { m.DropTable(name: "Orders"); }', ['table Orders']],
    // Each of several.
    ['sql', 'DROP TABLE a, b;', ['table a', 'table b']],
    // The way back, and what is made anew, is no loss.
    ['python', "def downgrade():\n    op.drop_column('users', 'email')\n", []],
    ['sql', 'CREATE TABLE n (id int); DROP TABLE o; ALTER TABLE n RENAME TO o;', []],
  ];
  for (const [form, text, expected] of rows)
    it(`${form}: ${text.replaceAll('\n', ' ')}`, () => assert.deepEqual(named(form, text), expected));
});
