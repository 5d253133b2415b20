import { hasOption, optionGrammar } from '../../command/arguments.js';
import { fileTool, onEach } from '../files/file-tool.js';

/** The shell's own history: writing it into a file that a shell reads is writing a script. */
export const history = fileTool({
  programs: ['history', 'fc'],
  grammar: optionGrammar({ flags: '-a -w -r -n -s -c -p -e' }),
  drafts: (setting) => (hasOption(setting.args, '-a', '-w') ? onEach('modify', setting.args.operands, setting) : []),
});
