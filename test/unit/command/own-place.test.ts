import assert from 'node:assert/strict';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { judgeCall } from '../../../src/core/risk/judge.js';
import { parseProgram } from '../../../src/engine/program-grammars.js';
import { asks, callOf, ids } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const home = '/home/ada';
const cwd = `${home}/shop`;

/** What a script at `scripts/x` says of a path beside its project, in each language and way. */
const ways: Readonly<Record<string, (path: string) => string>> = {
  'a.mjs': (path) =>
    `import { rmSync } from 'node:fs';\nimport { join } from 'node:path';\nrmSync(join(import.meta.dirname, '..', '${path}'), { recursive: true });\n`,
  'b.mjs': (path) =>
    `import fs from 'fs';\nimport { fileURLToPath } from 'url';\nconst root = fileURLToPath(new URL('..', import.meta.url));\nfs.rmSync(\`\${root}/${path}\`, { recursive: true });\n`,
  'c.mjs': (path) =>
    `import { rmSync } from 'node:fs';\nrmSync(new URL('../${path}', import.meta.url).pathname, { recursive: true });\n`,
  'd.cjs': (path) =>
    `const fs = require('fs'), path = require('path');\nfs.rmSync(path.resolve(__dirname, '../${path}'), { recursive: true });\n`,
  'e.cjs': (path) =>
    `require('fs').rmSync(require('path').join(process.cwd(), '${path}'), { recursive: true });\n`,
  'f.mjs': (path) =>
    `import { root } from './base.mjs';\nimport { rmSync } from 'fs';\nimport { join } from 'path';\nrmSync(join(root, '${path}'), { recursive: true });\n`,
  'g.py': (path) =>
    `import shutil, pathlib\nroot = pathlib.Path(__file__).resolve().parent.parent\nshutil.rmtree(root / "${path}")\n`,
  'h.py': (path) =>
    `import shutil, os\nshutil.rmtree(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "${path}"))\n`,
  'i.py': (path) => `import shutil, os\nshutil.rmtree(os.path.join(os.getcwd(), "${path}"))\n`,
};
const base =
  "import { fileURLToPath } from 'node:url';\nexport const root = fileURLToPath(new URL('..', import.meta.url));\n";

function judged(
  name: string,
  text: string,
  more: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): Assessment {
  const files = {
    [`${cwd}/package.json`]: '{}',
    [`${cwd}/.gitignore`]: 'dist\n',
    [`${cwd}/scripts/base.mjs`]: base,
    [`${home}/.claude/settings.json`]: '{}',
    [`${cwd}/scripts/${name}`]: text,
    ...more,
  };
  const world = memoryWorld({ cwd, home, env: { HOME: home }, files, links });
  const command = `${name.endsWith('.py') ? 'python3' : 'node'} scripts/${name}`;
  return judgeCall(callOf({ kind: 'shell', shell: 'bash', command }, { cwd }), world, {
    grammars: { programs: parseProgram },
  });
}

describe("a program's own place", () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`is known where it says it: ${name}`, () => {
      const assessment = judged(name, way('dist'));
      assert.ok(!asks(assessment), ids(assessment).join(' '));
      assert.ok(
        assessment.effects.some(
          ({ verb, target }) => verb === 'delete' && target.name.startsWith(cwd.slice(0, 10)),
        ) || assessment.effects.some(({ argv }) => argv.at(-1)?.includes('dist')),
      );
    });

    it(`leads to what lies above it, and to guards: ${name}`, () => {
      assert.ok(ids(judged(name, way('../.claude'))).includes('guard-change'));
      assert.ok(asks(judged(name, way('../notes'))));
      assert.ok(asks(judged(name, way('.git'))));
    });
  }

  it('is not known behind a link', () => {
    const { ['d.cjs']: way } = ways;
    assert.ok(
      asks(
        judged(
          'l.cjs',
          '',
          { '/srv/other/l.cjs': way?.('dist') ?? '' },
          { [`${cwd}/scripts/l.cjs`]: '/srv/other/l.cjs' },
        ),
      ),
    );
  });

  it('is not known of a directory that the program changes', () => {
    const text = `process.chdir(require('os').homedir());\nrequire('fs').rmSync(require('path').join(process.cwd(), 'dist'), { recursive: true });\n`;
    assert.ok(asks(judged('m.cjs', text)));
  });

  it('is not known of code that lies nowhere', () => {
    const world = memoryWorld({ cwd, home, env: { HOME: home }, files: {} });
    const command = `node -e "require('fs').rmSync(require('path').join(__dirname, 'x'), { recursive: true })"`;
    assert.ok(
      asks(
        judgeCall(callOf({ kind: 'shell', shell: 'bash', command }), world, {
          grammars: { programs: parseProgram },
        }),
      ),
    );
  });
});
