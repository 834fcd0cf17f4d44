(* A checker of schedules that computes, and its correctness: it answers true exactly on the feasible
   schedules ([check_correct]).  It tests the memory in the last round of each attempt only, which is
   enough because usage never falls between completions ([last_rounds_suffice]). *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums Model.
Import ListNotations.
Open Scope Z_scope.

(* ---- the checker ---- *)
Definition attempt_okb (I : instance) (a : attempt) : bool :=
  (job a <? njobs I)%nat && (0 <=? start a) && (1 <=? rounds a) && (rounds a <=? len I (job a)).
Definition successiveb (I : instance) (a b : attempt) : bool :=
  negb (job a =? job b)%nat || ((finish a <=? start b) && (rounds a <? len I (job a))).
Fixpoint ordpairsb {A} (p : A -> A -> bool) (l : list A) : bool :=
  match l with [] => true | x :: r => forallb (p x) r && ordpairsb p r end.
Definition count_job (j : nat) (l : list nat) : nat := length (filter (Nat.eqb j) l).
Definition check (I : instance) (sched : list attempt) : bool :=
  forallb (attempt_okb I) sched &&
  forallb (fun a => usage (prompt I) sched (finish a - 1) <=? budget I) sched &&
  (0 <=? budget I) &&
  ordpairsb (successiveb I) sched &&
  forallb (fun j => (count_job j (map job (completions I sched)) =? 1)%nat) (seq 0 (njobs I)).

Lemma memory_nonneg s a t : 0 <= s -> 0 <= memory s a t.

Proof. unfold memory. intros. destruct (_ && _) eqn:E; [|lia]. apply andb_prop in E. lia. Qed.

Lemma usage_nonneg s l t : 0 <= s -> 0 <= usage s l t.
Proof. intros. apply lsum_nonneg. intros. now apply memory_nonneg. Qed.

(* the last rounds suffice: the active attempt that ends first sees the largest usage *)
Lemma min_end (l : list attempt) (t : Z) :
  (forall a, In a l -> ~ (start a <= t < finish a)) \/
  exists a, In a l /\ start a <= t < finish a /\
    forall b, In b l -> start b <= t < finish b -> finish a <= finish b.
Proof.
  induction l as [|x r [IH|[a [Ha [Ht Hmin]]]]].
  - left. intros a [].
  - destruct (Z_le_dec (start x) t); [destruct (Z_lt_dec t (finish x))|].
    + right. exists x. split; [now left|]. split; [lia|].
      intros b [->|Hb] Hb2; [lia|]. now specialize (IH b Hb).
    + left. intros a [->|Ha]; [lia|auto].
    + left. intros a [->|Ha]; [lia|auto].
  - right. destruct (Z_le_dec (start x) t); [destruct (Z_lt_dec t (finish x))|].
    + destruct (Z_le_dec (finish a) (finish x)).
      * exists a. split; [now right|]. split; auto. intros b [->|Hb] Hb2; auto.
      * exists x. split; [now left|]. split; [lia|].
        intros b [->|Hb] Hb2; [lia|]. specialize (Hmin b Hb Hb2). lia.
    + exists a. split; [now right|]. split; auto. intros b [->|Hb] Hb2; [lia|auto].
    + exists a. split; [now right|]. split; auto. intros b [->|Hb] Hb2; [lia|auto].
Qed.

Lemma last_rounds_suffice s M l :
  0 <= s -> 0 <= M ->
  (forall a, In a l -> usage s l (finish a - 1) <= M) -> forall t, usage s l t <= M.
Proof.
  intros Hs HM H t. destruct (min_end l t) as [Hno|[a [Ha [Ht Hmin]]]].
  - unfold usage. rewrite (lsum_ext _ (fun _ => 0)).
    + rewrite lsum_const. lia.
    + intros x Hx. unfold memory. specialize (Hno x Hx).
      destruct (_ && _) eqn:E; auto. apply andb_prop in E. lia.
  - apply Z.le_trans with (usage s l (finish a - 1)); auto.
    apply lsum_le. intros b Hb. unfold memory at 1.
    destruct (_ && _) eqn:E.
    + apply andb_prop in E. assert (finish a <= finish b) by (apply Hmin; auto; lia).
      unfold memory. replace (_ && _) with true; [lia|]. symmetry. apply andb_true_intro. lia.
    + now apply memory_nonneg.
Qed.

Lemma ordpairsb_spec {A} (p : A -> A -> bool) (P : A -> A -> Prop) l :
  (forall x y, p x y = true <-> P x y) -> (ordpairsb p l = true <-> ForallOrdPairs P l).
Proof.
  intros H. induction l as [|x r IH]; simpl.
  - split; auto. intros _; constructor.
  - rewrite andb_true_iff, forallb_forall, IH. split.
    + intros [H1 H2]. constructor; auto. apply Forall_forall. intros y Hy. apply H; auto.
    + intros H1. inversion H1 as [|? ? H2 H3]; subst. split; auto.
      intros y Hy. apply H. rewrite Forall_forall in H2. auto.
Qed.

Lemma count_job_occ j l : count_job j l = count_occ Nat.eq_dec l j.
Proof.
  unfold count_job. induction l as [|x r IH]; simpl; auto.
  destruct (Nat.eq_dec x j) as [->|N].
  - rewrite Nat.eqb_refl. simpl. lia.
  - replace (j =? x)%nat with false; auto. symmetry. apply Nat.eqb_neq. auto.
Qed.

Lemma attempt_okb_spec I a : attempt_okb I a = true <-> attempt_ok I a.
Proof.
  unfold attempt_okb, attempt_ok. rewrite !andb_true_iff, Nat.ltb_lt. lia.
Qed.

Lemma successiveb_spec I a b : successiveb I a b = true <-> successive I a b.
Proof.
  unfold successiveb, successive. rewrite orb_true_iff, andb_true_iff, negb_true_iff, Nat.eqb_neq. 
  split.
  - intros [H|H] E; [contradiction|lia].
  - intros H. destruct (Nat.eq_dec (job a) (job b)); [right|left; auto]. specialize (H e). lia.
Qed.

Theorem check_correct I sched :
  0 <= prompt I -> (check I sched = true <-> feasible I sched).
Proof.
  intros Hs. unfold check, feasible.
  rewrite !andb_true_iff, !forallb_forall, (ordpairsb_spec _ _ _ (successiveb_spec I)).
  split.
  - intros [[[[H1 H2] H3] H4] H5].
    assert (Hok : forall a, In a sched -> attempt_ok I a).
    { intros a Ha. apply attempt_okb_spec. auto. }
    split; [exact Hok|]. split.
    { apply last_rounds_suffice; auto; [lia|]. intros a Ha. specialize (H2 a Ha). lia. }
    split; [exact H4|].
    set (c := map job (completions I sched)) in *.
    assert (Hlt : forall j, In j c -> (j < njobs I)%nat).
    { intros j Hj. unfold c in Hj. apply in_map_iff in Hj. destruct Hj as [a [<- Ha]].
      unfold completions in Ha. apply filter_In in Ha. destruct Ha as [Ha _].
      apply Hok in Ha. apply Ha. }
    apply (Permutation_count_occ Nat.eq_dec). intros j.
    destruct (lt_dec j (njobs I)) as [L|L].
    + assert (Hin : In j (seq 0 (njobs I))) by (apply in_seq; lia).
      specialize (H5 j Hin). apply Nat.eqb_eq in H5. rewrite count_job_occ in H5. rewrite H5.
      symmetry. apply NoDup_count_occ'; auto. apply seq_NoDup.
    + assert (N1 : ~ In j c) by (intros Hj; apply Hlt in Hj; lia).
      assert (N2 : ~ In j (seq 0 (njobs I))) by (rewrite in_seq; lia).
      apply (count_occ_not_In Nat.eq_dec) in N1. apply (count_occ_not_In Nat.eq_dec) in N2. lia.
  - intros [H1 [H2 [H3 H4]]]. repeat split; auto.
    + intros a Ha. apply attempt_okb_spec. auto.
    + intros a Ha. apply Z.leb_le. auto.
    + apply Z.leb_le. specialize (H2 0). assert (U := usage_nonneg (prompt I) sched 0 Hs). lia.
    + intros j Hj. apply Nat.eqb_eq. rewrite count_job_occ.
      rewrite (Permutation_count_occ Nat.eq_dec) in H4. rewrite H4.
      apply NoDup_count_occ'; auto. apply seq_NoDup.
Qed.

(* every job has exactly one completion in a feasible schedule *)
Lemma one_completion I sched : feasible I sched -> length (completions I sched) = njobs I.
Proof.
  intros [_ [_ [_ H]]]. apply Permutation_length in H. now rewrite map_length, seq_length in H.
Qed.
