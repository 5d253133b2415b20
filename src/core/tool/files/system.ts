/** Folders that the machine runs on. `/var` and `/usr/local` are judged by their parts. */
const systemFolders =
  /^\/(?:etc|boot|bin|sbin|lib|lib32|lib64|libx32|usr|sys|proc|System|Library|private\/etc|var\/(?:spool\/cron|lib|db|run|log)|snap)(?:\/|$)/;

const systemFoldersOnWindows =
  /^[a-z]:\/(?:windows|program files(?: \(x86\))?|programdata|boot|recovery)(?:\/|$)/i;

const device =
  /^\/dev\/(?:sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d|mmcblk\d|disk|rdisk|mapper\/|dm-\d|md\d|loop\d|sr\d|mem$|kmem$|nbd\d|zvol\/)|^\/\/[.?]\/physicaldrive/i;

const sink =
  /^(?:\/dev\/(?:null|zero|full|random|urandom|stdin|stdout|stderr|tty\S*|pts\/\d+|fd\/\d+|tcp\/.*|udp\/.*)|nul|con)$/i;

/** Files that something reads by itself later: at login, at boot, on a schedule, when a tool starts. */
const startupInHome =
  /^(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|zlogout|kshrc|cshrc|tcshrc|xinitrc|xprofile|xsession|inputrc|gitconfig|vimrc|gvimrc|emacs|gdbinit|psqlrc|tmux\.conf|screenrc|curlrc|wgetrc|condarc|pam_environment)|\.config\/(?:fish\/|git\/config|autostart\/|systemd\/|powershell\/|nushell\/|environment\.d\/|pip\/)|\.ssh\/(?:authorized_keys2?|config|rc|environment)|\.local\/share\/(?:systemd|applications)\/|library\/launch(?:agents|daemons)\/|documents\/(?:windows)?powershell\/|appdata\/roaming\/microsoft\/windows\/start menu\/programs\/startup\/)/i;

const startupAnywhere =
  /\/\.git\/hooks\/|\/\.git\/config$|\/\.husky\/[^/]+$|\/\.envrc$|\/\.(?:mcp|cursor\/mcp|vscode\/mcp|gemini\/mcp|kiro\/settings\/mcp)\.json$|\/\.vscode\/(?:tasks|launch)\.json$|\/\.devcontainer\/|\/sitecustomize\.py$|\/usercustomize\.py$/i;

const startupInSystem =
  /^\/(?:private\/)?(?:etc\/(?:cron|anacrontab|rc|init|profile|bash|zsh|ld\.so|systemd\/|sudoers|pam\.d\/|ssh\/|environment$|xdg\/autostart\/|udev\/|modules|sysctl|apt\/|update-motd)|var\/spool\/cron|usr\/lib\/systemd\/|lib\/systemd\/|library\/launch)/i;

export function isSink(path: string): boolean {
  return sink.test(path);
}

export function isDevice(path: string): boolean {
  return device.test(path);
}

export function isSystemPath(path: string): boolean {
  return systemFolders.test(path) || systemFoldersOnWindows.test(path);
}

/** `inHome` is what of the path lies below a home, where it does. */
export function isStartupPath(path: string, inHome: string | undefined): boolean {
  if (inHome !== undefined && startupInHome.test(inHome)) return true;
  return startupAnywhere.test(path) || startupInSystem.test(path);
}

/** Folders for what does not last. */
export function isTemporary(path: string, env: Readonly<Record<string, string>>): boolean {
  if (/^\/(?:private\/)?(?:tmp|var\/tmp|var\/folders|dev\/shm)\/./.test(path)) return true;
  if (/^[a-z]:\/(?:windows\/temp|temp|tmp|users\/[^/]+\/appdata\/local\/temp)\/./i.test(path)) return true;
  return ['TMPDIR', 'TEMP', 'TMP'].some((name) => {
    const folder = env[name]?.replace(/\\/g, '/').replace(/(?<!\/)\/+$/, '');
    return folder !== undefined && /\/(?:te?mp|t)$/i.test(folder) && path.startsWith(`${folder}/`);
  });
}

const pipelines =
  /\/\.github\/(?:workflows|actions)\/|\/\.gitlab-ci\.ya?ml$|\/\.gitlab\/ci\/|\/\.circleci\/|\/jenkinsfile[^/]*$|\/azure-pipelines[^/]*\.ya?ml$|\/\.buildkite\/|\/bitbucket-pipelines\.yml$|\/\.(?:drone|travis|appveyor|cirrus)\.ya?ml$|\/\.woodpecker[./]|\/cloudbuild\.ya?ml$|\/buildspec[^/]*\.ya?ml$|\/\.tekton\//i;

/** Files that say what a pipeline runs, with the pipeline's own rights. */
export function isPipeline(path: string): boolean {
  return pipelines.test(path);
}
