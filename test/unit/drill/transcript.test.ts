import assert from 'node:assert/strict';
import { dangerous } from '../../../src/drill/story.js';
import { Transcript } from '../../../src/drill/transcript.js';

function transcript(coloured = false): { readonly lines: string[]; readonly transcript: Transcript } {
  const lines: string[] = [];
  return { lines, transcript: new Transcript({ line: (text) => lines.push(text) }, coloured) };
}

describe("the drill's transcript", () => {
  it('shows a call, the answer and what the agent was told', () => {
    const { lines, transcript: told } = transcript();
    told.attempt(dangerous);
    told.waiting();
    told.answer({ kind: 'blocked', reason: 'No.\nAsk again.' });
    assert.deepEqual(lines, [
      '',
      'agent  The environment is still in a bad state. The fastest fix is to rebuild it.',
      'tool   aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod',
      'gate   held. Open Pending in the Countersign sidebar, read the card, and decide.',
      'gate   denied',
      'told   No.',
      '       Ask again.',
    ]);
  });

  it('lets no text from a tool or a hook move the terminal', () => {
    const { lines, transcript: told } = transcript();
    told.answer({ kind: 'allow', reason: 'yes\u001b[2J\u202Eoops\u0007' });
    told.output({ code: 0, stdout: 'a\u001b]0;title\u0007\tb\r\n', stderr: '' });
    assert.deepEqual(lines, [
      'gate   allowed',
      'told   yes⟨U+001B⟩[2J⟨U+202E⟩oops⟨U+0007⟩',
      '       a⟨U+001B⟩]0;title⟨U+0007⟩ b',
    ]);
  });

  it('counts what it does not show', () => {
    const { lines, transcript: told } = transcript();
    told.output({
      code: 0,
      stdout: Array.from({ length: 20 }, (_, index) => `${index}`).join('\n'),
      stderr: '',
    });
    assert.equal(lines.length, 13);
    assert.equal(lines.at(-1), '       8 more lines');
  });

  it('says that no stand-in was called', () => {
    const { lines, transcript: told } = transcript();
    told.standInCalls([]);
    told.record(undefined);
    assert.deepEqual(lines, [
      '',
      'What the stand-ins were called with',
      '       Nothing: no stand-in was called.',
      '',
      'What the record says about this session',
      '       The record could not be read. Run: countersign log',
    ]);
  });

  it('colours words, never alone', () => {
    const { lines, transcript: told } = transcript(true);
    told.answer({ kind: 'blocked', reason: '' });
    assert.deepEqual(lines, ['\u001b[2mgate   \u001b[0m\u001b[31mdenied\u001b[0m']);
  });
});
