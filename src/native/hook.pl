# What an agent starts before and after each of its tool calls: its payload on standard input, that agent's answer on standard
# output. It decides nothing, and whatever fails is a no: words on standard error and exit code 2. Perl starts in a tenth of
# Node's time, options that could load other code into it are ignored under -t, and no module is loaded, since each costs as
# much again. The head that was written before these lines says where Countersign lives (%cs), and what is said (%words).
$SIG{__WARN__} = sub { };

our (%cs, %words);
my ($agent, $event) = @ARGV;
# One for all users of the machine: the home is that of who runs it, by the system's own list where that names one.
if ($cs{is_locked}) {
  my $own = (getpwuid $>)[7];
  $own = $ENV{HOME} unless defined $own && -d $own;
  $cs{root} = "$own/.countersign" if defined $own && $own =~ m{\A(/.*)\z}s;
}
my $is_over = 0;
$SIG{$_} = sub { fail('signal', "SIG$_[0]") } for qw(TERM INT HUP);
$SIG{__DIE__} = sub { fail('broken') unless $^S };
fail('usage') unless defined $agent && $agent ne '';

my $watch = watch(budget());
my $payload = standard_input($watch);
my $fields = eval { decode($payload) };
$fields = {} unless ref $fields eq 'HASH';
$is_over = has_run();
my $cwd = directory();
my $call = {
  agent => $agent,
  event => $event,
  cwds => [$cwd, physical($cwd)],
  payload => $payload,
  watch => $watch,
};
report($call) if $is_over;
my $answer = answer_to($call);
# An organisation's policy is root's: whatever answered, what it asks to be countersigned passes by signatures alone.
if ($cs{is_locked} && -e $cs{policy} && ${ $answer->{exitCode} } eq '0') {
  my $own = judge_alone($call, 'locked.js');
  $answer = $own unless ${ $own->{exitCode} } eq '0' && $own->{stdout} =~ /\A\{\}\s*\z/;
}
finish($answer->{stdout}, $answer->{stderr}, ${ $answer->{exitCode} });

# Nothing can be blocked any more, so that nobody waits: the gate is told, or a process of its own writes what a window would.
sub report {
  my ($told) = @_;
  my $gate = next_of(gates_for(@{ $told->{cwds} }));
  if ($gate) {
    local $SIG{PIPE} = sub { };
    my $socket = connected($gate->{socket});
    fail('gate-not-itself') if $socket && identity_of($gate->{socket}) ne $gate->{identity};
    send_all($socket, ring_of($gate, $told, nonce()), $watch) if $socket;
    finish("{}\n", '', 0) if $socket || time - $gate->{touched} < $cs{stale_s};
  }
  finish("{}\n", '', 0) if fork;
  $told->{watch}{parent} = 0;
  open STDIN, '<', '/dev/null';
  open STDOUT, '>', '/dev/null';
  open STDERR, '>', '/dev/null';
  judge_alone($told);
  exit 0;
}

# How long an answer may take, in seconds: the agent's own limit less a margin. The environment can only shorten it.
sub budget {
  my $seconds = $cs{budgets}{$agent};
  $seconds = $cs{budget_s} unless defined $seconds;
  $seconds = $cs{ending_s} if defined $event && grep { $_ eq $event } @{ $cs{endings} };
  my $shorter = defined $ENV{COUNTERSIGN_DEADLINE_MS} ? $ENV{COUNTERSIGN_DEADLINE_MS} : '';
  return $shorter =~ /\A[1-9]\d*\z/ && $shorter / 1000 < $seconds ? $shorter / 1000 : $seconds;
}

sub standard_input {
  my ($arriving) = @_;
  my $bytes = '';
  binmode STDIN;
  while (1) {
    tick($arriving, 'deadline') and next unless is_ready(*STDIN, 0, $arriving->{tick});
    my $got = sysread STDIN, $bytes, 65_536, length $bytes;
    fail('stdin-unreadable') unless defined $got;
    return $bytes unless $got;
    fail('stdin-too-large') if length $bytes > $cs{payload_limit};
  }
}

# By the event that the installed command is for; without one the payload says it.
sub has_run {
  return !!grep { $_ eq $event } @{ $cs{endings} } if defined $event;
  my @names = grep { is_text($_) } map { $fields->{$_} } qw(hook_event_name hookName hook agent_action_name);
  # Copilot CLI names no event: only a call that has run has a result.
  return ref $fields->{toolResult} eq 'HASH' unless @names;
  for my $name (@names) {
    return 1 if grep { $_ eq $name } @{ $cs{endings} };
  }
  return 0;
}

# The agent's working directory, as its payload says; else its own.
sub directory {
  my $info = ref $fields->{tool_info} eq 'HASH' ? $fields->{tool_info} : {};
  my @roots = map { ref $fields->{$_} eq 'ARRAY' ? $fields->{$_}[0] : undef } qw(workspaceRoots workspace_roots workspacePaths);
  my ($folder) = is_text($info->{file_path}) ? $info->{file_path} =~ m{\A(.*)/}s : ();
  for my $named ($fields->{cwd}, $info->{cwd}, @roots, $folder) {
    return $named if is_text($named) && $named =~ m{\A/};
  }
  return working_directory();
}

sub fail {
  my ($code, $detail) = @_;
  finish("{}\n", '', 0) if $is_over;
  my $more = defined $detail ? " ($detail)" : '';
  finish('', "$words{before}$words{$code}$more$words{after}", 2);
}

# Prints the answer, all of it, and ends. An answer that cannot be printed is a no.
sub finish {
  my ($out, $words, $code) = @_;
  my $denial = $code == 2 && defined $agent ? $cs{denials}{$agent} : undef;
  if ($denial) {
    my $quoted = substr text($words), 1, -1;
    ($out = "$denial\n") =~ s/%s/$quoted/g;
    $code = 0 if $agent eq 'qwen-code';
  }
  $SIG{PIPE} = sub { };
  exit 2 unless write_all(*STDERR, $words) && write_all(*STDOUT, $out);
  exit $code;
}

sub write_all {
  my ($handle, $bytes) = @_;
  binmode $handle;
  for (my $done = 0; $done < length $bytes;) {
    my $sent = syswrite $handle, $bytes, length($bytes) - $done, $done;
    return 0 unless $sent || $! == 4;
    $done += $sent || 0;
  }
  return 1;
}
