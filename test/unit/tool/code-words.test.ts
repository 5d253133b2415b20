import assert from 'node:assert/strict';
import { saidByCode } from '../../../src/core/tool/code-words.js';

describe('code that a program is given in its words', () => {
  const said: Readonly<Record<string, string | undefined>> = {
    'Shop.Repo.delete_all(Shop.User)': 'delete',
    'File.rm_rf!("/srv")': 'delete',
    'session.dropSchema("shop")': 'delete',
    'Shop.Release.rollback(Repo, 0)': 'replace',
    ':init.stop()': 'stop',
    [`${'x(1);'.repeat(5_000)}db.purgeAll()`]: 'delete',
    'Shop.Release.migrate()': undefined,
    'IO.inspect(Enum.drop([1], 1))': undefined,
    'Map.delete(m, :a)': undefined,
    'print("drop_schema(1)")': undefined,
    'session.getSchemas()': undefined,
    'delete all of it': undefined,
  };
  for (const [code, verb] of Object.entries(said))
    it(`${code.slice(0, 60)}: ${verb ?? 'nothing'}`, () => {
      for (const way of ['eval', 'rpc', '-e', '--execute'])
        assert.equal(saidByCode(['x', way, code])?.verb, verb, way);
      assert.equal(saidByCode(['x', '--message', code]), undefined);
    });
});
