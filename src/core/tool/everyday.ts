/** The tools of this machine, of repositories and of services: one import and one line each. */
import type { Table } from './table.js';
import { agentTools } from './tools/agents.js';
import { tar, unzip, zip } from './tools/archive.js';
import { loadTools } from './tools/carriers.js';
import { compressors } from './tools/compressors.js';
import { copy, link, make, move, pieces, stow, tee, truncate } from './tools/copy.js';
import { dd, formatters, volumes } from './tools/disk.js';
import { compose, docker, imageRegistries } from './tools/docker.js';
import { awk, patch, sed, selectors, sort } from './tools/edit-in-place.js';
import { find } from './tools/find.js';
import { git } from './tools/git.js';
import { github, gitlab, otherForges } from './tools/github.js';
import { grpc } from './tools/grpc.js';
import { history } from './tools/history.js';
import { hostTools } from './tools/host.js';
import { curl, httpie, invokeWebRequest, wget } from './tools/http.js';
import { interpreters } from './tools/interpreters.js';
import { leftovers } from './tools/leftovers.js';
import { networkTools } from './tools/network.js';
import { packageTools } from './tools/packages.js';
import { looking, readText } from './tools/read-text.js';
import { rsync, scp, ssh, sshKeys } from './tools/remote-copy.js';
import { remove, removeDirectory, shred } from './tools/remove.js';
import { rights } from './tools/rights.js';
import { runners } from './tools/runners.js';
import { brokers } from './tools/services/brokers.js';
import { clusterServices } from './tools/services/clusters.js';
import { otherServices } from './tools/services/others.js';
import { platforms } from './tools/services/platforms.js';
import { secretServices } from './tools/services/secrets.js';
import { stores } from './tools/services/stores.js';
import { sockets } from './tools/sockets.js';
import { tunnels } from './tools/tunnels.js';
import { windowsFiles } from './tools/windows.js';

export const everydayTables: readonly Table[] = [
  () => git,
  () => remove,
  () => removeDirectory,
  () => shred,
  () => copy,
  () => move,
  () => link,
  () => make,
  () => tee,
  () => stow,
  () => truncate,
  () => pieces,
  () => find,
  () => sed,
  () => awk,
  () => sort,
  () => selectors,
  () => patch,
  () => rights,
  () => tar,
  () => zip,
  () => unzip,
  () => compressors,
  () => dd,
  () => formatters,
  () => volumes,
  () => readText,
  () => looking,
  () => history,
  () => hostTools,
  () => networkTools,
  () => windowsFiles,
  () => github,
  () => gitlab,
  () => otherForges,
  () => docker,
  () => compose,
  () => imageRegistries,
  () => curl,
  () => wget,
  () => loadTools,
  () => httpie,
  () => invokeWebRequest,
  () => rsync,
  () => scp,
  () => ssh,
  () => sshKeys,
  () => sockets,
  () => grpc,
  () => tunnels,
  () => packageTools,
  () => runners,
  () => interpreters,
  () => platforms,
  () => secretServices,
  () => brokers,
  () => stores,
  () => otherServices,
  () => clusterServices,
  () => agentTools,
  () => leftovers,
];
