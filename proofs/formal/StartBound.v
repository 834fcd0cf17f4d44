(* Start times of a greedy schedule, second part (Lemma 1 of the analysis of the greedy rules): job j starts
   by (1/M) sum_{i<j} (2 s o_i + o_i^2) ([start_bound]).  Each waiting time is charged to jobs before j, at
   most 2 s o_i + o_i^2 to job i. *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums IndexSums Model Checker StartTimes.
Import ListNotations.
Open Scope Z_scope.

Section Starts.
Variables (s M : Z) (n : nat) (o st : nat -> Z) (tau : nat -> Z).
Hypothesis Hs : 0 <= s.
Hypothesis Ho : forall i, (i < n)%nat -> 1 <= o i.
Hypothesis Homono : forall i j, (i <= j < n)%nat -> o i <= o j.
Hypothesis Hst0 : st 0%nat = 0.
Hypothesis Hmono : forall i j, (i <= j < n)%nat -> st i <= st j.
Local Notation m := (StartTimes.m s o st).
Local Notation w := (StartTimes.w st).
Local Notation y := (StartTimes.y st tau).
Local Notation late := (StartTimes.late o st tau).
Local Notation inW := (StartTimes.inW n st).
Local Notation term := (StartTimes.term s o st tau).
Local Notation pay := (StartTimes.pay s o st tau).
Hypothesis Hfeas : forall t, nsum (fun i => m i t) n <= M.
Hypothesis Hfit : forall i, (i < n)%nat -> s + o i <= M.
(* job j > 0 that starts after job j-1 was blocked one round earlier, in round tau j *)
Hypothesis Hblock : forall j, (S j < n)%nat -> st j < st (S j) ->
  st (S j) - 1 <= tau (S j) <= st (S j) + o (S j) - 2 /\
  M < nsum (fun i => m i (tau (S j))) (S j) + (s + (tau (S j) - (st (S j) - 1) + 1)).

(* the facts of StartTimes.v *)
Local Notation w_nonneg := (StartTimes.w_nonneg s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation y_range := (StartTimes.y_range s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation F0 := (StartTimes.F0 s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation F1 := (StartTimes.F1 s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation late_prev := (StartTimes.late_prev s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation F2 := (StartTimes.F2 s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation late_anti := (StartTimes.late_anti s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation pay_le := (StartTimes.pay_le s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation pay_zero := (StartTimes.pay_zero s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation pay_app := (StartTimes.pay_app s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).
Local Notation first_window := (StartTimes.first_window s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit
  Hblock).
Local Notation no_window := (StartTimes.no_window s M n o st tau Hs Ho Homono Hst0 Hmono Hfeas Hfit Hblock).

(* own_k is charged to k itself (type B) when a later window k' follows directly and k-1 is late for it,
   and to k - 1 otherwise (type C) *)
Section Charge.
Variable j : nat.
Hypothesis Hj : (j < n)%nat.

Definition typeB (k : nat) : bool :=
  existsb (fun k' => (0 <? w k') && (st (pred k') =? st k) && late (pred k) k') (seq (S k) (j - k)).
Definition own (k : nat) : Z := w k * (s + y k).

Lemma typeB_true k : (k <= j)%nat -> typeB k = true ->
  exists a, (k + a < j)%nat /\ st (k + a)%nat = st k /\ inW (S (k + a)) /\ late (pred k) (S (k + a)) = true.
Proof.
  intros Hk H. unfold typeB in H. apply existsb_exists in H. destruct H as [k' [H1 H2]]. apply in_seq in H1.
  apply andb_prop in H2. destruct H2 as [H2 H3]. apply andb_prop in H2. destruct H2 as [H2 H4].
  apply Z.ltb_lt in H2. apply Z.eqb_eq in H4.
  exists (k' - S k)%nat. replace (S (k + (k' - S k))) with k' by lia.
  replace (k + (k' - S k))%nat with (pred k') by lia.
  repeat split; auto; lia.
Qed.

Lemma typeC_pay k : (0 < k <= j)%nat -> inW k -> typeB k = false -> pay (pred k) k (j - k) = 0.
Proof.
  intros Hk HW H. apply pay_zero; [lia|lia|]. intros k' Hk' Hw'.
  destruct (late (pred k) k') eqn:E; auto. exfalso.
  destruct (first_window k (k' - k)) as [a [A1 [A2 A3]]]; [lia| |].
  { replace (k + (k' - k))%nat with k' by lia. assert (W := proj2 Hw'). destruct k' as [|k'']; [lia|].
    simpl in W.
    assert (B := Hmono k k'' ltac:(lia)). lia. }
  assert (L : late (pred k) (S (k + a)) = true).
  { destruct (Nat.eq_dec (S (k + a)) k') as [->|N]; auto. apply (late_anti _ _ k'); auto. lia. }
  assert (T : typeB k = true).
  { unfold typeB. apply existsb_exists. exists (S (k + a)). split; [apply in_seq; lia|].
    rewrite L, andb_true_r. apply andb_true_intro. split; [apply Z.ltb_lt; apply A3|]. simpl pred.
    apply Z.eqb_eq. auto. }
  congruence.
Qed.

Definition charge (i : nat) : Z :=
  pay i i (j - i) + (if typeB i then own i else 0) + (if typeB (S i) then 0 else own (S i)).

Definition V (i : nat) : Z := 2 * s * o i + o i * o i.

Lemma charge_le i : (i < j)%nat -> charge i <= V i.
Proof.
  intros Hi. unfold charge, V. assert (Oi := Ho i ltac:(lia)).
  assert (Bown : typeB i = true -> inW i ->
    exists a, (i + a < j)%nat /\ st (i + a)%nat = st i /\ inW (S (i + a)) /\ late (pred i) (S (i + a)) = true /\
      own i <= (o i - w (S (i + a)) - y (S (i + a))) * (s + w (S (i + a))) /\
      w (S (i + a)) + y (S (i + a)) <= o i).
  { intros T W. destruct (typeB_true i ltac:(lia) T) as [a [A1 [A2 [A3 A4]]]]. exists a. repeat (split; auto).
    all: assert (F := F1 (pred i) (S (i + a)) ltac:(unfold StartTimes.inW in W; lia) A3 A4).
    all: assert (Om := Homono (pred i) i ltac:(lia)).
    all: assert (Wi : w i = st i - st (pred i)) by (destruct i; [unfold StartTimes.inW in W; lia|reflexivity]).
    all: assert (Wk : w (S (i + a)) = st (S (i + a)) - st (i + a)%nat) by reflexivity.
    all: destruct (y_range _ A3) as [Y3 _]; destruct (y_range _ W) as [Yi _].
    all: assert (Wpos := proj2 W).
    2: lia.
    assert (F2i := F2 i W ltac:(lia)). assert (Mi := Hmono (S i) (S (i + a)) ltac:(lia)).
    unfold own. assert (w i <= o i - w (S (i + a)) - y (S (i + a))) by lia.
    assert (y i <= w (S (i + a))) by lia. nia. }
  (* pay i over the first window and the rest *)
  assert (Split : forall a, (i + a < j)%nat -> st (i + a)%nat = st i -> inW (S (i + a)) ->
    pay i i (j - i) = w (S (i + a)) * term i (S (i + a)) + pay i (S (i + a)) (j - S (i + a))).
  { intros a A1 A2 A3. replace (j - i)%nat with (a + (1 + (j - S (i + a))))%nat by lia. rewrite !pay_app.
    rewrite (pay_zero i i a); [|lia|lia|].
    - unfold StartTimes.pay at 1. cbn [seq lsum]. replace (i + a + 1)%nat with (S (i + a)) by lia. lia.
    - intros k Hk [_ HW]. rewrite (no_window i a k) in HW; auto; lia. }
  assert (Rest : forall p, (i <= p)%nat -> (p <= j)%nat -> pay i p (j - p)
    <= Z.max 0 ((s + o i) * (st i + o i - st p))).
  { intros p P1 P2. destruct (pay_le i p (j - p) P1 ltac:(lia)) as [_ [P|P]]; lia. }
  assert (Wi0 := w_nonneg i ltac:(lia)). assert (WS0 := w_nonneg (S i) ltac:(lia)).
  assert (CB : (typeB i = true /\ inW i) \/ (if typeB i then own i else 0) = 0).
  { destruct (typeB i) eqn:T; [|right; reflexivity]. destruct (Z.eq_dec (w i) 0) as [E|N].
    - right. unfold own. rewrite E. lia.
    - left. split; auto. split; [|lia]. destruct i; [simpl in N; lia|lia]. }
  assert (CC : (typeB (S i) = false /\ inW (S i)) \/ (if typeB (S i) then 0 else own (S i)) = 0).
  { destruct (typeB (S i)) eqn:T; [right; reflexivity|]. destruct (Z.eq_dec (w (S i)) 0) as [E|N].
    - right. unfold own. rewrite E. lia.
    - left. split; auto. split; [lia|lia]. }
  destruct CC as [[TC WC]|CC].
  - (* own (i+1) is charged to i: nothing is paid after the window i+1 *)
    assert (Z1 := typeC_pay (S i) ltac:(lia) WC TC). cbn [pred] in Z1.
    specialize (Split 0%nat ltac:(lia) ltac:(now rewrite Nat.add_0_r) ltac:(now rewrite Nat.add_0_r)).
    rewrite Nat.add_0_r, Z1 in Split.
    assert (L := late_prev i WC). assert (F := F1 i (S i) ltac:(lia) WC L). destruct (y_range _ WC) as [YC _].
    assert (ET : term i (S i) = s + w (S i) + y (S i)) by (unfold StartTimes.term; rewrite L; simpl; lia).
    assert (Ow : own (S i) = w (S i) * (s + y (S i))) by reflexivity.
    rewrite TC, Split, ET, Ow. assert (Ew : w (S i) = st (S i) - st i) by reflexivity.
    destruct CB as [[TB WB]|CB].
    + (* (BC) *)
      destruct (Bown TB WB) as [a [A1 [A2 [A3 [A4 [A5 A6]]]]]].
      assert (a = 0%nat) as ->.
      { destruct a as [|a]; auto. exfalso. assert (N := no_window i (S a) (S i) ltac:(lia) A2 ltac:(lia)).
        destruct WC; lia. }
      rewrite Nat.add_0_r in A5, A6. rewrite TB.
      set (p := w (S i)) in *. set (q := y (S i)) in *. set (O := o i) in *.
      (* P3 *)
      assert (0 <= p) by lia.
      assert (P3 : 2 * s * O + O * O - ((O - p - q) * (s + p) + p * (2 * s + p + 2 * q)) =
                   s * (O - p + q) + (O * (O - p) - p * q)) by ring.
      assert (0 <= s * (O - p + q)) by (apply Z.mul_nonneg_nonneg; lia).
      assert (0 <= O * (O - p) - p * q) by nia. lia.
    + (* (C), P1 *)
      rewrite CB. set (p := w (S i)) in *. set (q := y (S i)) in *. set (O := o i) in *.
      assert (0 <= p) by lia. assert (s * (p + q) <= s * O) by nia. assert ((p + q) * (p + q) <= O * O) by nia.
      nia.
  - rewrite CC. destruct CB as [[TB WB]|CB].
    + (* (B), P2 *)
      destruct (Bown TB WB) as [a [A1 [A2 [A3 [A4 [A5 A6]]]]]]. rewrite TB.
      rewrite (Split a A1 A2 A3). specialize (Rest (S (i + a)) ltac:(lia) ltac:(lia)).
      assert (Wk : w (S (i + a)) = st (S (i + a)) - st (i + a)%nat) by reflexivity.
      destruct (y_range _ A3) as [YC _]. assert (Wp := proj2 A3).
      assert (T : term i (S (i + a)) <= s + w (S (i + a)) + y (S (i + a))) by (unfold StartTimes.term;
        destruct (late i (S (i + a))); lia).
      set (p := w (S (i + a))) in *. set (q := y (S (i + a))) in *. set (O := o i) in *.
      replace (st i + O - st (S (i + a))) with (O - p) in Rest by lia.
      rewrite Z.max_r in Rest by nia.
      assert (p * term i (S (i + a)) <= p * (s + p + q)) by (apply Z.mul_le_mono_nonneg_l; lia).
      assert (P2 : 2 * s * O + O * O - ((O - p - q) * (s + p) + p * (s + p + q) + (s + O) * (O - p)) = s * (p +
        q)) by ring.
      assert (0 <= s * (p + q)) by (apply Z.mul_nonneg_nonneg; lia). lia.
    + (* nothing extra *)
      rewrite CB. specialize (Rest i ltac:(lia) ltac:(lia)).
      replace (st i + o i - st i) with (o i) in Rest by lia.
      assert (0 <= s * o i) by (apply Z.mul_nonneg_nonneg; lia). nia.
Qed.

(* summing up: windows 1..j are paid by jobs 0..j-1 *)
Lemma own_split q : nsum (fun i => own (S i)) q =
  nsum (fun i => if typeB (S i) then own (S i) else 0) q + nsum (fun i => if typeB (S i) then 0 else own (S i))
    q.
Proof. rewrite <- nsum_add. apply nsum_ext. intros i _. destruct (typeB (S i)); lia. Qed.

Lemma typeB_j : typeB j = false.
Proof. unfold typeB. rewrite Nat.sub_diag. reflexivity. Qed.

Theorem start_bound : M * st j <= nsum V j.
Proof.
  (* windows *)
  assert (W1 : st j = nsum (fun k => w (S k)) j).
  { clear -Hst0. induction j as [|q IH]; [exact Hst0|]. rewrite nsum_S, <- IH. simpl. lia. }
  assert (W2 : M * st j <= nsum (fun k => nsum (fun i => w (S k) * term i (S k)) (S k) + own (S k)) j).
  { rewrite W1. unfold nsum at 1. rewrite <- lsum_scal. apply nsum_le. intros k Hk.
    assert (A := w_nonneg (S k) ltac:(lia)). unfold nsum at 1. rewrite lsum_scal.
    fold (nsum (fun i => term i (S k)) (S k)).
    destruct (Z.eq_dec (w (S k)) 0) as [E|N]; [unfold own; rewrite E; lia|].
    assert (F := F0 (S k) ltac:(unfold StartTimes.inW; lia)). unfold own. nia. }
  rewrite nsum_add, (nsum_triangle (fun i k => w k * term i k)) in W2.
  assert (P : nsum (fun i => nsum (fun k => if (i <? S k)%nat then w (S k) * term i (S k) else 0) j) j =
              nsum (fun i => pay i i (j - i)) j).
  { apply nsum_ext. intros i Hi. unfold StartTimes.pay, nsum.
    replace (seq 0 j) with (seq 0 i ++ seq i (j - i)) by (rewrite <- seq_app; f_equal; lia).
    rewrite lsum_app, (lsum_ext _ (fun _ => 0) (seq 0 i)).
    2:{ intros k Hk. apply in_seq in Hk. replace (i <? S k)%nat with false; auto. symmetry. apply Nat.ltb_ge.
        lia. }
    rewrite lsum_const, <- seq_shift, lsum_map, Z.mul_0_l, Z.add_0_l. apply lsum_ext.
    intros k Hk. apply in_seq in Hk. replace (i <? S k)%nat with true; auto. symmetry. apply Nat.ltb_lt. lia. }
  rewrite P, own_split in W2.
  assert (B : nsum (fun i => if typeB (S i) then own (S i) else 0) j = nsum (fun i => if typeB i then own i else
    0) j).
  { assert (A := nsum_first (fun i => if typeB i then own i else 0) j). rewrite nsum_S, typeB_j in A.
    assert (own 0 = 0) by (unfold own; simpl; lia). rewrite H in A. destruct (typeB 0); lia. }
  rewrite B in W2.
  assert (C : nsum charge j <= nsum V j) by (apply nsum_le; intros; now apply charge_le).
  unfold charge in C. rewrite !nsum_add in C. lia.
Qed.
End Charge.

End Starts.
