(* The optimum exists ([optimum_exists]), constructively: finitely many start vectors, each judged by the
   checker.  Hence a ratio against every feasible schedule is a ratio against the optimum. *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums Model Checker Peak LowerBounds Slices Gsa.
Import ListNotations.
Open Scope Z_scope.

Fixpoint tuples (n v : nat) : list (list Z) :=
  match n with
  | O => [[]]
  | S m => flat_map (fun r => map (fun k => Z.of_nat k :: r) (seq 0 (S v))) (tuples m v)
  end.

Lemma tuples_in n v : forall l, length l = n -> (forall x, In x l -> 0 <= x <= Z.of_nat v) -> In l (tuples n v).
Proof.
  induction n as [|n IH]; intros l Hl Hx.
  - apply length_zero_iff_nil in Hl. subst. now left.
  - destruct l as [|x r]; [discriminate|]. cbn [tuples]. apply in_flat_map. exists r. split.
    + apply IH; [simpl in Hl; lia|]. intros; apply Hx; now right.
    + assert (B := Hx x ltac:(now left)). apply in_map_iff. exists (Z.to_nat x). split; [f_equal; lia|].
      apply in_seq. lia.
Qed.

Definition plain (I : instance) (starts : list Z) : list attempt :=
  map (fun p => Att (snd p) (fst p) (len I (snd p))) (combine starts (seq 0 (njobs I))).

(* an uninterrupted schedule with jobs in order *)
Lemma plain_same I sched : valid I -> feasible I sched ->
  exists starts, length starts = njobs I /\ (forall x, In x starts -> 0 <= x <= flow_time I sched) /\
                 feasible I (plain I starts) /\ flow_time I (plain I starts) = flow_time I sched.
Proof.
  intros HI Hf. assert (Hf' := Hf). destruct Hf' as [F1 [F2 [_ F4]]]. set (cs := completions I sched) in *.
  destruct (Permutation_map_inv job cs (Permutation_sym F4)) as [c [Ec Pc]].
  assert (Hc : forall a, In a c -> attempt_ok I a /\ rounds a = len I (job a)).
  { intros a Ha. apply (Permutation_in _ (Permutation_sym Pc)) in Ha. unfold cs, completions in Ha.
    apply filter_In in Ha.
    destruct Ha as [A B]. split; [now apply F1|]. unfold complete in B. lia. }
  assert (Ep : plain I (map start c) = c).
  { unfold plain. rewrite Ec. clear - Hc. induction c as [|a r IH]; [reflexivity|]. cbn [map combine fst snd].
    rewrite IH by (intros; apply Hc; now right). f_equal. destruct (Hc a ltac:(now left)) as [_ R].
    destruct a as [j b k]. simpl in *. now rewrite R. }
  assert (Cc : completions I c = c).
  { unfold completions. clear - Hc. induction c as [|a r IH]; [reflexivity|]. cbn [filter].
    destruct (Hc a ltac:(now left)) as [_ R]. unfold complete. rewrite R, Z.eqb_refl. f_equal. apply IH.
    intros; apply Hc; now right. }
  assert (Fl : flow_time I c = flow_time I sched) by (unfold flow_time; rewrite Cc; symmetry;
    now apply lsum_perm).
  assert (Hs : 0 <= prompt I) by apply HI.
  exists (map start c). rewrite Ep. split; [|split; [|split]]; auto.
  - rewrite map_length. rewrite <- (seq_length (njobs I) 0), Ec, map_length. reflexivity.
  - intros x Hx. apply in_map_iff in Hx. destruct Hx as [a [<- Ha]]. destruct (Hc a Ha) as [[_ [A B]] _].
    split; [exact A|].
    rewrite <- Fl. unfold flow_time. rewrite Cc. apply in_split in Ha. destruct Ha as [l1 [l2 ->]].
    rewrite lsum_app. cbn [lsum].
    assert (N : forall y, In y (l1 ++ a :: l2) -> 0 <= finish y).
    { intros y Hy. destruct (Hc y Hy) as [[_ [C D]] _]. unfold finish. lia. }
    assert (0 <= lsum finish l1) by (apply lsum_nonneg; intros; apply N; apply in_or_app; now left).
    assert (0 <= lsum finish l2) by (apply lsum_nonneg; intros; apply N; apply in_or_app; right; now right).
    unfold finish at 2. lia.
  - split; [|split; [|split]].
    + intros a Ha. now apply Hc.
    + intros t. eapply Z.le_trans; [|apply (F2 t)]. unfold usage. rewrite <- (lsum_perm _ _ _ Pc).
      apply lsum_filter_le. intros. now apply memory_nonneg.
    + assert (N : NoDup (map job c)) by (rewrite <- Ec; apply seq_NoDup).
      clear - N. induction c as [|a r IH]; constructor; inversion N as [|? ? N1 N2]; subst.
      * apply Forall_forall. intros b Hb E. exfalso. apply N1. rewrite E. now apply in_map.
      * now apply IH.
    + rewrite Cc, <- Ec. apply Permutation_refl.
Qed.

Definition attains (I : instance) (v : nat) : bool :=
  existsb (fun l => check I (plain I l) && (flow_time I (plain I l) =? Z.of_nat v)) (tuples (njobs I) v).

Lemma attains_spec I v : valid I ->
  (attains I v = true <-> exists sched, feasible I sched /\ flow_time I sched = Z.of_nat v).
Proof.
  intros HI. assert (Hs : 0 <= prompt I) by apply HI. unfold attains. rewrite existsb_exists. split.
  - intros [l [_ H]]. apply andb_prop in H. destruct H as [A B]. exists (plain I l).
    split; [now apply check_correct|lia].
  - intros [sched [Hf Hv]]. destruct (plain_same I sched HI Hf) as [l [L1 [L2 [L3 L4]]]]. exists l. split.
    + apply tuples_in; auto. intros x Hx. specialize (L2 x Hx). lia.
    + apply andb_true_intro. split; [now apply check_correct|]. apply Z.eqb_eq. lia.
Qed.

Lemma least (f : nat -> bool) n : f n = true -> exists m, f m = true /\ forall k, f k = true -> (m <= k)%nat.
Proof.
  revert f. induction n as [|n IH]; intros f H.
  - exists O. split; auto. intros; lia.
  - destruct (f O) eqn:E; [exists O; split; auto; intros; lia|].
    destruct (IH (fun k => f (S k)) H) as [m [A B]]. exists (S m). split; auto.
    intros [|k] Hk; [congruence|]. specialize (B k Hk). lia.
Qed.

Theorem optimum_exists I : valid I -> exists v, optimum I v.
Proof.
  intros HI. set (same := fun (_ : nat) (l : list nat) => l).
  assert (Ho : any_order same) by (intros p l; apply Permutation_refl).
  assert (Hf := gsa2_feasible I same HI Ho).
  assert (Nn : forall sched, feasible I sched -> 0 <= flow_time I sched).
  { intros sched H. assert (A := length_bound I sched H).
    assert (0 <= lsum (fun o => o) (lengths I)); [|lia]. apply lsum_nonneg. intros y Hy. destruct HI as [_ V].
    specialize (V y Hy). lia. }
  assert (A : attains I (Z.to_nat (flow_time I (gsa2 I same))) = true).
  { apply attains_spec; auto. exists (gsa2 I same). split; auto. specialize (Nn _ Hf). lia. }
  destruct (least (attains I) _ A) as [m [M1 M2]]. exists (Z.of_nat m). split.
  - now apply attains_spec.
  - intros sched Hs. specialize (Nn _ Hs). assert (B : attains I (Z.to_nat (flow_time I sched)) = true).
    { apply attains_spec; auto. exists sched. split; auto. lia. }
    specialize (M2 _ B). lia.
Qed.
