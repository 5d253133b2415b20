import { optionGrammar } from '../../command/arguments.js';
import { fileTool, readingSecrets } from '../files/file-tool.js';

/** Programs that print or carry what is in files. Harmless, unless the file is somebody's credential. */
export const readText = fileTool({
  programs: (
    'cat tac nl head tail less more most bat batcat grep egrep fgrep zgrep rg ag ack cut paste join comm diff cmp sdiff colordiff ' +
    'base64 base32 basenc xxd od hexdump hd strings fold fmt expand unexpand rev wc jq yq xq gron view zcat bzcat xzcat zless column pr ' +
    'cksum md5sum sha1sum sha256sum sha512sum b2sum tr look tsort numfmt csvcut csvlook htmlq pup glow mdcat type'
  ).split(' '),
  grammar: optionGrammar({}),
  drafts: (setting) => {
    const words = setting.invocation.argv.slice(1);
    return readingSecrets(words, setting);
  },
});

/** Programs that only look: at names, at the machine, at the clock. Any path is fine. */
export const looking = fileTool({
  programs: (
    'ls dir vdir tree exa eza lsd pwd stat file du df which whereis whatis man info apropos tldr cheat help test [ [[ true false : sleep usleep ' +
    'echo printf seq yes cal uptime who w whoami id groups uname arch nproc free vmstat iostat lscpu lsblk lsusb lspci lsof top htop ' +
    'basename dirname realpath readlink namei env printenv locale tty stty tput clear reset time wait jobs fg bg disown times ulimit umask getopts shift return exit break continue ' +
    'cd pushd popd dirs set unset export declare typeset local readonly alias unalias let read mapfile readarray shopt hash getconf expr bc dc factor ' +
    'compgen complete bind caller logout suspend enable builtin command newgrp nslookup dig host ping traceroute mtr whois netstat ss arp getent last lastlog'
  ).split(' '),
  grammar: optionGrammar({}),
  help: ['--help'],
  drafts: () => [],
});
