import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodePasted, encodePasted, type Pasted } from '../../../src/core/countersign/pasted.js';

const message: Pasted = {
  kind: 'answer',
  id: '0123456789abcdef'.repeat(2),
  signer: 'f'.repeat(32),
  bytes: new TextEncoder().encode(
    '{"statement":"…","signatures":["-----BEGIN SSH SIGNATURE-----"]}'.repeat(40),
  ),
};
const text = encodePasted(message);

function code(pasted: string): string {
  const read = decodePasted(pasted);
  return read.ok ? 'ok' : read.error.code;
}

describe('a message on the clipboard', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2_000 }), fc.boolean(), (bytes, isAnswer) => {
        const one: Pasted = isAnswer
          ? { ...message, bytes }
          : { ...message, kind: 'request', signer: '', bytes };
        assert.deepEqual(decodePasted(encodePasted(one)), { ok: true, value: one });
      }),
    );
  });

  it('survives mail', () => {
    const lines = text.split('\n');
    const shapes = {
      quoted: lines.map((line) => `> ${line}`).join('\r\n'),
      'quoted twice': lines.map((line) => `> > ${line}`).join('\n'),
      indented: lines.map((line) => `    ${line}`).join('\n'),
      'wrapped at 40': text.replace(/(.{40})/g, '$1\n'),
      'in one line': text.replace(/\n/g, ' '),
      'with words around': `Hi,\n\nplease look:\n${text}\nThanks\n`,
      'with spaces that do not break': text.replace(/ /g, '\u00a0'),
    };
    for (const [name, shape] of Object.entries(shapes)) {
      assert.deepEqual(decodePasted(shape), { ok: true, value: message }, name);
    }
  });

  it('says what is wrong with it', () => {
    assert.equal(code('hello'), 'not-found');
    assert.equal(code(''), 'not-found');
    assert.equal(code(text.slice(0, -60)), 'cut-off');
    assert.equal(code(text.replace('answer.', 'use.')), 'damaged');
    assert.equal(code(text.replace('answer.', 'request.')), 'damaged');
    assert.equal(code(`${' '.repeat(1_000_000)}${text}`), 'too-large');
  });

  it('notices one character', () => {
    for (let at = 110; at < text.length - 40; at += 7) {
      if (text[at] === '\n') continue;
      const other = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
      assert.notEqual(code(other), 'ok', `at ${at}`);
    }
  });
});
