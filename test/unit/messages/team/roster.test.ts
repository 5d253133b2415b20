import assert from 'node:assert/strict';
import { decodeRoster } from '../../../../src/core/countersign/decode-roster.js';
import { rosterErrorText } from '../../../../src/messages/team/roster.js';

function said(text: string): string {
  const read = decodeRoster(text);
  return read.ok ? 'ok' : rosterErrorText(read.error);
}

describe('the words about a roster', () => {
  it('say what was expected, and show nothing that hides', () => {
    assert.deepEqual(
      [
        said(''),
        said('*@example.com namespaces="countersign-approval@v1" ssh-ed25519 AAAA'),
        said('ada namespaces="git" ssh-ed25519 AAAA'),
        said('ada namespaces="countersign-approval@v1" ssh-dss AAAA\u202E'),
      ],
      [
        'expected one key at least: a roster without any lets nobody sign',
        'expected one person by one exact name, without * ? ! and commas; it is about *@example.com',
        'expected countersign-request@v1, countersign-approval@v1, countersign-denial@v1 or countersign-policy@v1; it is about git',
        'got a character that cannot be seen, a carriage return for example: take it out',
      ],
    );
  });
});
