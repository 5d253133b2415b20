import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadedBy, loadedByWords } from '../../../src/core/command/readers/modules.js';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const py = 'import os\nos.system("terraform destroy -auto-approve")\n';
const js = 'require("child_process").execSync("terraform destroy -auto-approve")\n';

function on(files: Readonly<Record<string, string>>, command: string): boolean {
  const placed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/srv/app/${path}`, text]));
  return asks(judged(command, memoryWorld({ cwd: '/srv/app', home: '/home/ada', files: placed })));
}

describe('code that arrives in two steps', () => {
  const dangerous: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['python3 -m mod', { 'mod.py': py }],
    ['python3 -m pkg', { 'pkg/__main__.py': py }],
    ['python3 -Bm pkg.tool', { 'pkg/tool.py': py }],
    ['python3 -m unittest test_x', { 'test_x.py': py }],
    ['python3 -m unittest test_x.Case.test_one', { 'test_x.py': py }],
    ['python3 -m pytest', { 'conftest.py': py }],
    ['python3 -m pytest tests/test_a.py::test_one', { 'tests/test_a.py': py }],
    ['python3 main.py', { 'main.py': 'import mod\n', 'mod.py': py }],
    ['python3 main.py', { 'main.py': 'import sys, mod as m\n', 'mod.py': py }],
    ['python3 main.py', { 'main.py': 'from pkg.deep import thing\n', 'pkg/deep.py': py }],
    ['python3 main.py', { 'main.py': 'from pkg import deep\n', 'pkg/deep.py': py }],
    ['python3 tools/main.py', { 'tools/main.py': 'from . import mod\n', 'tools/mod.py': py }],
    ['python3 -c "import mod"', { 'mod.py': py }],
    ['node main.js', { 'main.js': "require('./mod')\n", 'mod.js': js }],
    ['node tools/main.mjs', { 'tools/main.mjs': "import './mod.mjs'\n", 'tools/mod.mjs': js }],
    ['node main.mjs', { 'main.mjs': "import { a } from './lib/index.js'\n", 'lib/index.js': js }],
    ['node main.mjs', { 'main.mjs': "await import('./mod.js')\n", 'mod.js': js }],
    ['node -r ./mod.js main.js', { 'mod.js': js }],
    ['node --require=./mod.js main.js', { 'mod.js': js }],
    ['node --import ./mod.mjs main.js', { 'mod.mjs': js }],
    ['node --test a.test.js', { 'a.test.js': js }],
    [
      'ruby main.rb',
      { 'main.rb': "require_relative 'mod'\n", 'mod.rb': 'system("terraform destroy -auto-approve")\n' },
    ],
  ];
  for (const [command, files] of dangerous)
    it(`asks: ${command} with ${Object.keys(files).join(', ')}`, () =>
      assert.equal(on(files, command), true));

  const quiet: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['python3 -m mod', { 'mod.py': 'print(1)\n', 'other.py': py }],
    ['python3 -m http.server', { 'server.py': py }],
    ['python3 -m pytest', { 'test_a.py': 'def test_a(): assert True\n' }],
    ['python3 main.py', { 'main.py': 'import os, json\n# import mod\n', 'mod.py': py }],
    ['python3 main.py', { 'main.py': 'print("import mod")\n', 'mod.py': py }],
    ['node main.js', { 'main.js': "require('mod')\n", 'mod.js': js }],
    ['node main.js', { 'main.js': "require('./ok')\n", 'ok.js': 'module.exports = 1\n', 'mod.js': js }],
    ['node -r dotenv/config main.js', { 'main.js': 'console.log(1)\n', 'mod.js': js }],
    ['node --test', { 'a.test.js': 'import test from "node:test"\n' }],
  ];
  it('reads the hooks of a folder that git is told to take them from', () => {
    const hook = '#!/bin/sh\nterraform destroy -auto-approve\n';
    const commit = 'git -c core.hooksPath=hk commit -m x';
    assert.equal(on({ 'hk/pre-commit': hook }, commit), true);
    assert.equal(
      on({ 'hk/pre-commit': '#!/usr/bin/env python3\nimport os\nos.system("terraform destroy")\n' }, commit),
      true,
    );
    assert.equal(on({ 'hk/pre-commit': '#!/bin/sh\nnpx lint-staged\n' }, commit), false);
    assert.equal(on({ 'hk/notes.txt': hook }, commit), false);
  });

  for (const [command, files] of quiet)
    it(`stays quiet: ${command} with ${Object.keys(files).join(', ')}`, () =>
      assert.equal(on(files, command), false));

  it('finds a module whatever stands around its name', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const before = fc.constantFrom('', 'x = 1\n', '    ', 'import os\n', 'import json, sys;');
    const python = fc.constantFrom(
      (one: string) => `import ${one}`,
      (one: string) => `import  ${one}  as z`,
      (one: string) => `import a0, ${one}`,
      (one: string) => `from ${one} import *`,
      (one: string) => `from . import ${one}`,
      (one: string) => `from .${one} import z`,
    );
    fc.assert(
      fc.property(name, before, python, (module, lead, form) => {
        const found = loadedBy('python', `${lead}${form(module)}\n`).flat();
        assert.ok(found.includes(`${module}.py`), found.join(' '));
      }),
    );
    const script = fc.constantFrom(
      (one: string) => `require("./${one}")`,
      (one: string) => `import './${one}'`,
      (one: string) => `import {a} from "./${one}"`,
      (one: string) => `export * from './${one}'`,
      (one: string) => `await import ( './${one}' )`,
    );
    fc.assert(
      fc.property(name, script, (module, form) => {
        assert.ok(loadedBy('javascript', form(module)).flat().includes(`./${module}.js`));
      }),
    );
  });

  it('loads nothing for words that name nothing', () => {
    for (const language of ['python', 'javascript', 'ruby', 'perl'])
      assert.deepEqual(loadedByWords(language, ['-v', '--help']), []);
    assert.deepEqual(loadedByWords('python', ['-m']), []);
    assert.deepEqual(loadedBy('perl', 'use strict;'), []);
  });
});
