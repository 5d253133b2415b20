import { optionGrammar } from '../../command/arguments.js';
import { remoteHost } from '../../target/host.js';
import { nounOfName, verbOfName } from '../carried/operation-name.js';
import type { Tool } from '../table.js';

/** Clients of gRPC: what they do is told by the name of the method, `acme.v1.Users/DeleteUser`. */
export const grpc: Tool = {
  programs: ['grpcurl', 'grpc_cli'],
  system: 'http',
  grammar: optionGrammar({
    style: 'single-dash',
    valued:
      '-d -H -rpc-header -reflect-header -import-path -proto -protoset -cacert -cert -key -authority -servername -user-agent -max-time -max-msg-sz -connect-timeout -keepalive-time -format -protofiles -proto_path -metadata -channel_creds_type',
  }),
  clues: 'none',
  target: (setting) => {
    const words = setting.args.operands.map(({ text }) => text);
    const address = words.find((word) => /^(?:[a-z]+:\/\/\/?)?[\w.-]+:\d+$|^[\w-]+(?:\.[\w-]+)+$/i.test(word) && !isMethod(word));
    return { ...remoteHost((address ?? 'host').replace(/:\d+$/, '')), system: 'http' };
  },
  rows: [],
  beyond: (setting) => {
    const words = setting.args.operands.map(({ text }) => text);
    const method = words.find(isMethod);
    if (words.some((word) => /^(?:list|ls|describe|type)$/.test(word))) return [{ verb: 'read', resource: 'service' }];
    if (method === undefined) return [{ verb: 'unknown', resource: words[0] ?? 'service' }];
    const name = method.replace(/^.*[./]/, '');
    return [{ verb: verbOfName(name) ?? 'unknown', resource: nounOfName(name), span: setting.invocation.span }];
  },
};

/** `acme.v1.Users/DeleteUser`, `acme.v1.Users.DeleteUser`. */
function isMethod(word: string): boolean {
  return /^[A-Za-z_][\w.]{0,200}[./][A-Z]\w{0,100}$/.test(word);
}
