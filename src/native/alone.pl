# The part of the relay that is needed without a window.

# No window is open: the same engine judges in a process of its own, which is killed when it takes too long.
our $judge;
END { kill 9, $judge if $judge }

sub judge_in_process {
  my ($call, $program) = @_;
  fail('no-runtime') unless -f $cs{runtime} && -x _;
  local $SIG{CHLD} = 'DEFAULT';
  local $SIG{PIPE} = sub { };
  my $header = object(
    agent => text($call->{agent}),
    (defined $call->{event} ? (event => text($call->{event})) : ()),
    cwd => text($call->{cwds}[0]),
    env => environment(),
    bytes => length $call->{payload},
  );
  pipe my $in, my $to or fail('offline-failed');
  pipe my $from, my $out or fail('offline-failed');
  my $pid = fork;
  fail('offline-failed') unless defined $pid;
  unless ($pid) {
    $SIG{$_} = 'DEFAULT' for qw(TERM INT HUP PIPE);
    open STDIN, '<&', $in and open STDOUT, '>&', $out and open STDERR, '>', '/dev/null' and become_judge($program);
    kill 9, $$;
  }
  close $in;
  close $out;
  binmode $_ for $to, $from;
  $judge = $pid;
  my $said = converse($to, $from, "$header\n$call->{payload}", $pid, $call->{watch}{parent});
  kill 9, $pid unless defined $said;
  waitpid $pid, 0;
  undef $judge;
  fail('offline-slow') unless defined $said;
  fail('offline-failed') unless $? == 0 && $said =~ s/\n\z//;
  return checked(eval { decode($said) }, 'offline-failed');
}

# The recorded runtime and nothing else, without what could load other code into it.
sub become_judge {
  my ($program) = @_;
  my %kept = map { defined $ENV{$_} ? ($_ => $ENV{$_}) : () } @{ $cs{kept} };
  %ENV = (%kept, COUNTERSIGN_HOME => $cs{root}, ($cs{is_editor} ? (ELECTRON_RUN_AS_NODE => 1) : ()));
  exec { $cs{runtime} } $cs{runtime}, "$cs{bin}/" . ($program || 'offline.js');
}

# Writes all and reads all, at once; nothing when that takes too long.
sub converse {
  my ($to, $from, $bytes, $pid, $parent) = @_;
  my ($said, $done, $spent, $cpu, $ends) = ('', 0, 0, 0, time + $cs{offline_longest_s});
  while (1) {
    my ($reading, $writing) = ('', '');
    vec($reading, fileno $from, 1) = 1;
    vec($writing, fileno $to, 1) = 1 if $to;
    my $ready = select $reading, $writing, undef, 0.1;
    $spent += spent($pid, 0.1, \$cpu) unless $ready > 0;
    return undef if $spent >= $cs{offline_s} || time >= $ends || length $said > $cs{reply_limit};
    fail('signal', 'nobody waits') if $parent && getppid != $parent;
    next unless $ready > 0;
    if ($to && vec $writing, fileno $to, 1) {
      my $sent = syswrite $to, $bytes, 2048, $done;
      $done += $sent || 0;
      if (!$sent || $done >= length $bytes) {
        close $to;
        undef $to;
      }
    }
    next unless vec $reading, fileno $from, 1;
    return $said unless sysread $from, $said, 65_536, length $said;
  }
}

# Of so many seconds those that a process has had for itself: a busy machine may have let it run for a part of them only.
sub spent {
  my ($pid, $seconds, $cpu) = @_;
  my ($state, $user, $system) = slurp("/proc/$pid/stat", 4096) =~ /\) (\S)(?: -?\d+){10} (\d+) (\d+)/ or return $seconds;
  my $more = ($user + $system) / 100 - $$cpu;
  $$cpu += $more;
  return $state eq 'R' ? $more : $seconds;
}
