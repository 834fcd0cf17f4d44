(* An optimal schedule needs neither kills nor pauses (footnote 9 of the paper): any schedule whose runs
   may be killed, and may pause holding their slots, is matched by a feasible one without either, with
   the same completion times. *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums Model Checker.
Import ListNotations.
Open Scope Z_scope.

(* a run of a job: the rounds in which it decodes, ascending; slots are held from the first to the
   last of them, pauses included *)
Record run := Run { rjob : nat; times : list Z }.
Fixpoint ascending (lo : Z) (l : list Z) : Prop :=
  match l with [] => True | t :: r => lo <= t /\ ascending (t + 1) r end.
Definition tokens (l : list Z) (t : Z) : Z := Z.of_nat (length (filter (fun r => r <=? t) l)).
Definition ends (r : run) : Z := last (times r) (-1) + 1.
Definition run_memory (s : Z) (r : run) (t : Z) : Z :=
  match times r with
  | [] => 0
  | f :: _ => if (f <=? t) && (t <? ends r) then s + tokens (times r) t else 0
  end.
Definition run_complete (I : instance) (r : run) : bool := Z.of_nat (length (times r)) =? len I (rjob r).
Definition run_completions (I : instance) (rs : list run) : list run := filter (run_complete I) rs.

Definition runs_feasible (I : instance) (rs : list run) : Prop :=
  (forall r, In r rs -> (rjob r < njobs I)%nat /\ ascending 0 (times r)) /\
  (forall t, lsum (fun r => run_memory (prompt I) r t) rs <= budget I) /\
  Permutation (map rjob (run_completions I rs)) (seq 0 (njobs I)).
Definition run_flow_time (I : instance) (rs : list run) : Z := lsum ends (run_completions I rs).

(* the same job in the last rounds before its completion *)
Definition tight (r : run) : attempt :=
  Att (rjob r) (ends r - Z.of_nat (length (times r))) (Z.of_nat (length (times r))).

Lemma ascending_last l : forall lo, ascending lo l -> l <> [] -> lo + Z.of_nat (length l) <= last l (-1) + 1.
Proof.
  induction l as [|t r IH]; intros lo H N; [congruence|]. destruct H as [H1 H2].
  destruct r as [|t' r]; [simpl; lia|]. specialize (IH (t + 1) H2 ltac:(discriminate)).
  change (last (t :: t' :: r) (-1)) with (last (t' :: r) (-1)). simpl length in *. lia.
Qed.

(* at most C - 1 - t tokens come after round t *)
Lemma tokens_after l : forall lo t, ascending lo l -> l <> [] -> t <= last l (-1) ->
  Z.of_nat (length l) - (last l (-1) - t) <= tokens l t.
Proof.
  induction l as [|x r IH]; intros lo t H N Ht; [congruence|]. destruct H as [H1 H2].
  unfold tokens. cbn [filter length].
  destruct r as [|x' r].
  - change (last [x] (-1)) with x in *. destruct (x <=? t) eqn:E; cbn [filter length]; lia.
  - change (last (x :: x' :: r) (-1)) with (last (x' :: r) (-1)) in *.
    specialize (IH (x + 1) t H2 ltac:(discriminate) Ht). unfold tokens in IH.
    set (u := filter (fun r0 => r0 <=? t) (x' :: r)) in *.
    change (length (x :: x' :: r)) with (S (length (x' :: r))). set (n := length (x' :: r)) in *.
    destruct (x <=? t) eqn:E.
    + cbn [length]. lia.
    + apply Z.leb_gt in E. assert (A := ascending_last (x' :: r) (x + 1) H2 ltac:(discriminate)).
      fold n in A. lia.
Qed.

Lemma tight_le s r t : 0 <= s -> ascending 0 (times r) -> memory s (tight r) t <= run_memory s r t.
Proof.
  intros Hs Ha. unfold memory, run_memory, tight, finish. cbn [start rounds].
  destruct (_ && _) eqn:E.
  - apply andb_prop in E. destruct E as [E1 E2]. apply Z.leb_le in E1. apply Z.ltb_lt in E2.
    destruct (times r) as [|f l] eqn:El; [simpl in *; lia|].
    assert (N : f :: l <> []) by discriminate.
    assert (T := tokens_after (f :: l) 0 t Ha N ltac:(unfold ends in E2; rewrite El in E2; lia)).
    unfold ends in *. rewrite El in *.
    assert (F : f <= t).
    { assert (A := ascending_last (f :: l) f ltac:(destruct Ha; split; [lia|auto]) N). lia. }
    replace (f <=? t) with true by (symmetry; apply Z.leb_le; lia).
    replace (t <? last (f :: l) (-1) + 1) with true by (symmetry; apply Z.ltb_lt; lia). simpl andb. cbv iota.
    lia.
  - clear E. unfold tokens. destruct (times r) as [|f l]; [lia|].
    match goal with |- context [if ?c then _ else _] => destruct c end; lia.
Qed.

Theorem no_kill_no_pause I rs :
  valid I -> runs_feasible I rs ->
  exists sched, feasible I sched /\ flow_time I sched = run_flow_time I rs /\ completions I sched = sched.
Proof.
  intros [[Hs _] Hv] [P1 [P2 P3]]. set (cs := run_completions I rs) in *. exists (map tight cs).
  assert (C : completions I (map tight cs) = map tight cs).
  { unfold completions, cs, run_completions. clear. induction rs as [|r rest IH]; auto. cbn [filter].
    destruct (run_complete I r) eqn:E; auto. cbn [map filter]. unfold complete at 1. cbn [tight rounds job].
    unfold run_complete in E. rewrite E. f_equal. exact IH. }
  assert (In1 : forall r, In r cs -> In r rs /\ Z.of_nat (length (times r)) = len I (rjob r)).
  { intros r Hr. unfold cs, run_completions in Hr. apply filter_In in Hr. destruct Hr as [A B].
    unfold run_complete in B. apply Z.eqb_eq in B. auto. }
  split; [|split; [|exact C]].
  - split; [|split; [|split]].
    + intros a Ha. apply in_map_iff in Ha. destruct Ha as [r [<- Hr]]. destruct (In1 r Hr) as [A B].
      destruct (P1 r A) as [Hj Has]. assert (V := Hv (len I (rjob r)) ltac:(now apply nth_In)).
      unfold attempt_ok, tight. cbn [job start rounds]. split; [exact Hj|]. split; [|lia].
      assert (N : times r <> []) by (intros E; rewrite E in B; simpl in B; lia).
      assert (L := ascending_last _ 0 Has N). unfold ends. lia.
    + intros t. eapply Z.le_trans; [|apply (P2 t)]. unfold usage. rewrite lsum_map.
      apply Z.le_trans with (lsum (fun r => run_memory (prompt I) r t) cs).
      * apply lsum_le. intros r Hr. apply tight_le; auto. apply P1. now apply In1.
      * apply lsum_filter_le. intros r _. unfold run_memory. destruct (times r); [lia|].
        unfold tokens. match goal with |- context [if ?c then _ else _] => destruct c end; lia.
    + assert (N : NoDup (map rjob cs)) by (apply (Permutation_NoDup (Permutation_sym P3)); apply seq_NoDup).
      clear - N. induction cs as [|r rest IH]; simpl; constructor; inversion N as [|? ? N1 N2]; subst.
      * apply Forall_forall. intros b Hb E. exfalso. apply in_map_iff in Hb. destruct Hb as [r' [<- Hr']].
        simpl in E. apply N1. rewrite E. now apply in_map.
      * now apply IH.
    + rewrite C, map_map. exact P3.
  - unfold flow_time, run_flow_time. rewrite C. fold cs. rewrite lsum_map. apply lsum_ext. intros r _.
    unfold finish, tight. simpl. lia.
Qed.
