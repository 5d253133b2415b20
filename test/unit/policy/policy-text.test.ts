import assert from 'node:assert/strict';
import { mostProblems, readPolicyText } from '../../../src/core/policy/policy-text.js';

function problems(text: string): readonly string[] {
  const read = readPolicyText(text);
  return read.ok
    ? []
    : read.error.problems.map(({ code, at, line, column }) => `${code} ${at} ${line}:${column}`);
}

describe('the text of a policy', () => {
  it('may have comments, and a comma at the end of a list', () => {
    assert.deepEqual(problems('// why\n{"rules": [1, 2,], /* so */}\n'), []);
  });

  it('names the place of what is no JSON', () => {
    assert.match(problems('{"a": }')[0] ?? '', /^syntax {2}1:7/);
    assert.match(problems('{\n"a" 1}')[0] ?? '', /^syntax {2}2:/);
    assert.deepEqual(problems(''), ['syntax  1:1']);
  });

  it('takes no name twice, and none that programs read as something else', () => {
    assert.deepEqual(problems('{"a": 1,\n "b": {"c": 1, "c": 2}}'), ['duplicate-key b.c 2:16']);
    assert.deepEqual(problems('{"a": [{"__proto__": 1}]}'), ['unknown-field a[0].__proto__ 1:9']);
    assert.deepEqual(problems('{"constructor": 1, "prototype": 1}').length, 2);
    assert.deepEqual(problems('{"a": {"c": 1}, "b": {"c": 1}}'), []);
  });

  it('tells a bounded number of problems', () => {
    assert.equal(problems(`{${'"a": 1,'.repeat(200)}}`).length, mostProblems);
  });

  it('is read no further than its bounds', () => {
    assert.match(problems(`{"a": "${'x'.repeat(2_000_000)}"}`)[0] ?? '', /^too-large/);
    assert.match(problems(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)[0] ?? '', /^too-deep/);
  });
});
