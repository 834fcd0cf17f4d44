(* The phases of one instance at alpha = a/b, in the terms of a box: slice tau_j = floor(h_j) with
   h_j = (M - s)/alpha^j, cost and area of the phase, k* bounded below by the box's row.  Shared by GSA and
   GBA: [cost_bound], [area_bound], [tau_le] and [tau_next] are what the two ratios use. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Slices Gsa GsaCost Boxes.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

(* k* >= K bounds the cost of a phase in two ways; q = floor(i tau / k) *)
Lemma div_times i tau k : (1 <= k)%Z -> (k * (i * tau / k) <= i * tau)%Z.
Proof. intros. apply Z.mul_div_le. lia. Qed.

Lemma direct_cost M i tau k K :
  (0 <= M)%Z -> (1 <= K <= k)%Z -> (0 <= i)%Z -> (1 <= tau)%Z -> (K * (M * (i * tau / k)) <= M * (i * tau))%Z.
Proof.
  intros prompt_le_budget HK Hi Ht. assert (D := div_times i tau k ltac:(lia)).
  assert (P : (0 <= i * tau / k)%Z) by (apply Z.div_pos; nia).
  set (q := (i * tau / k)%Z) in *.
  assert ((K * q <= i * tau)%Z) by nia. 
  replace (K * (M * q))%Z with (M * (K * q))%Z by ring. now apply Z.mul_le_mono_nonneg_l.
Qed.

Lemma packing_cost s M i tau K (k := kstar tau s M) :
  (0 <= s)%Z -> (1 <= K <= k)%Z -> (0 <= i)%Z -> (1 <= tau)%Z ->
  (2 * (K * (M * (i * tau / k))) <= i * tau * ((K + 1) * (2 * s + 1) + (K + 2) * tau))%Z.
Proof.
  intros prompt_nonneg HK Hi Ht. assert (N := kstar_next tau s M prompt_nonneg Ht ltac:(lia)). fold k in N.
  unfold peak2 in N.
  assert (D := div_times i tau k ltac:(lia)).
  assert (P : (0 <= i * tau / k)%Z) by (apply Z.div_pos; nia).
  assert (G : (0 <= Z.gcd tau (k + 1))%Z) by apply Z.gcd_nonneg.
  set (q := (i * tau / k)%Z) in *. set (sg := (2 * s + 1)%Z).
  assert (B : (2 * M <= sg * (k + 1) + tau * (k + 2))%Z) by (unfold sg; lia).
  assert (E1 : (K * q <= i * tau)%Z) by nia.
  assert (E2 : (2 * M * (K * q) <= (sg * (k + 1) + tau * (k + 2)) * (K * q))%Z).
  { apply Z.mul_le_mono_nonneg_r; auto. nia. }
  assert (E3 : ((sg + tau) * K * (k * q) <= (sg + tau) * K * (i * tau))%Z).
  { apply Z.mul_le_mono_nonneg_l; auto. unfold sg. nia. }
  assert (E4 : ((sg + 2 * tau) * (K * q) <= (sg + 2 * tau) * (i * tau))%Z).
  { apply Z.mul_le_mono_nonneg_l; auto. unfold sg. nia. }
  replace (2 * (K * (M * q)))%Z with (2 * M * (K * q))%Z by ring. lia.
Qed.

Set Default Proof Using "All".

Section Instance.
(* phases l, l-1, ..., m0 are enough: every length is at most slice m0 *)
Variables (I : instance) (a b : Z) (l m0 : nat) (R : Q) (rs : list row) (d : row).
Notation s := (prompt I).
Notation M := (budget I).
Definition W : Z := (M - s)%Z.
Definition sg : Z := (2 * s + 1)%Z.
Definition rho : Q := #b / #a.
Definition U : Q := #W / #sg.
Definition rl : Q := 1 + 1 / (1 - rho).
Hypotheses (HI : valid I) (Hab : (1 <= b < a)%Z) (Hl : is_level a b W l) (HR : 0 <= R).
Hypothesis (Hm0 : (m0 <= l)%nat).
Hypothesis (Hb : forall j, (1 <= par (rowat rs d j))%Z).

Notation x := (qpow rho).
Definition h (j : nat) : Q := #W * x j.
Definition tau (j : nat) : Z := (W * b ^ Z.of_nat j / a ^ Z.of_nat j)%Z.
Notation rw := (rowat rs d).
Definition ph (j : nat) : phase :=
  Phase (tau j) (h j * #sg * (P0 (rw j) + P1 (rw j) (x j) * U)) (wt (rw j))
        (#sg * (rho * h j) + (rho * h j) * (rho * h j)) (h j * (1 / (1 - rho))).

Lemma prompt_nonneg : (0 <= s)%Z. Proof. apply HI. Qed.
Lemma prompt_le_budget : (s <= M)%Z. Proof. apply HI. Qed.
Lemma room_pos : (1 <= W)%Z.
Proof.
  destruct Hl as [L _]. assert (P : (0 < a ^ Z.of_nat l)%Z) by (apply Z.pow_pos_nonneg; lia).
  assert (Q : (0 < b ^ Z.of_nat l)%Z) by (apply Z.pow_pos_nonneg; lia).
  assert (H1 := prompt_le_budget). assert (0 <= W)%Z by (unfold W; lia). nia.
Qed.
Lemma a_pos : 0 < #a. Proof. apply (inj_lt 0). lia. Qed.
Lemma b_pos : 0 < #b. Proof. apply (inj_lt 0). lia. Qed.
Lemma rho_pos : 0 < rho. Proof. unfold rho. apply Qlt_shift_div_l; [apply a_pos|]. assert (H := b_pos). lra.
Qed.
Lemma rho_lt_1 : rho < 1.
Proof. unfold rho. apply Qlt_shift_div_r; [apply a_pos|]. assert (#b < #a) by (rewrite <- Zlt_Qlt; lia). lra.
Qed.
Lemma sg_ge_1 : 1 <= #sg. Proof. apply (inj_le 1). assert (H := prompt_nonneg). unfold sg. lia. Qed.
Lemma room_ge_1 : 1 <= #W. Proof. apply (inj_le 1). apply room_pos. Qed.
Lemma U_spec : #sg * U == #W. Proof. unfold U. field. assert (H := sg_ge_1). lra. Qed.
Lemma U_nonneg : 0 <= U.
Proof. unfold U. assert (A := sg_ge_1). assert (B := room_ge_1). apply Qle_shift_div_l; lra. Qed.
Lemma x_pos j : 0 < x j. Proof. apply qpow_pos, rho_pos. Qed.
Lemma h_pos j : 0 < h j.
Proof. unfold h. apply Qmult_lt_0_compat; [|apply x_pos]. assert (B := room_ge_1). lra. Qed.
Lemma h_next j : h (S j) == rho * h j. Proof. unfold h. simpl. ring. Qed.
Lemma h_U j : #sg * (x j * U) == h j.
Proof. unfold h. rewrite <- U_spec. ring. Qed.

Lemma h_pow j : h j * #(a ^ Z.of_nat j) == #(W * b ^ Z.of_nat j).
Proof.
  rewrite inject_Z_mult. unfold h. 
  assert (E : qpow rho j * #(a ^ Z.of_nat j) == #(b ^ Z.of_nat j)).
  { induction j as [|j IH]; [reflexivity|]. rewrite Nat2Z.inj_succ, !Z.pow_succ_r, !inject_Z_mult by lia. simpl.
    rewrite <- IH. unfold rho. field. assert (H := a_pos). lra. }
  rewrite <- E. ring.
Qed.

Lemma apow_pos j : (0 < a ^ Z.of_nat j)%Z. Proof. apply Z.pow_pos_nonneg; lia. Qed.

Lemma tau_le j : #(tau j) <= h j.
Proof.
  assert (P := apow_pos j). assert (D := Z.mul_div_le (W * b ^ Z.of_nat j) _ P).
  apply inj_le in D. rewrite inject_Z_mult in D. rewrite <- h_pow in D.
  assert (Pq : 0 < #(a ^ Z.of_nat j)) by (apply (inj_lt 0); auto).
  apply (Qmult_le_l _ _ _ Pq). unfold tau. lra.
Qed.

Lemma tau_next j y : (tau j < y)%Z -> h j <= #y.
Proof.
  intros H. assert (P := apow_pos j).
  assert (D : (W * b ^ Z.of_nat j <= y * a ^ Z.of_nat j)%Z).
  { assert (D := Z.div_mod (W * b ^ Z.of_nat j) (a ^ Z.of_nat j) ltac:(lia)).
    assert (B := Z.mod_pos_bound (W * b ^ Z.of_nat j) (a ^ Z.of_nat j) P). fold (tau j) in D. nia. }
  apply inj_le in D. rewrite <- h_pow, inject_Z_mult in D.
  assert (Pq : 0 < #(a ^ Z.of_nat j)) by (apply (inj_lt 0); auto).
  apply (Qmult_le_r _ _ _ Pq). exact D.
Qed.

Lemma tau_range j : (j <= l)%nat -> (1 <= tau j /\ s + tau j <= M)%Z.
Proof.
  intros Hj. assert (R1 := slices_range a b W l (tau j) Hab room_pos Hl). 
  assert (In (tau j) (slices a b W l)).
  { unfold slices. apply in_map_iff. exists j. split; [reflexivity|]. apply in_rev. rewrite rev_involutive.
    apply in_seq. lia. }
  specialize (R1 H). unfold W in R1. lia.
Qed.

Lemma tau_top : tau (S l) = 0%Z.
Proof.
  destruct Hl as [_ L]. unfold tau. apply Z.div_small. split; auto.
  assert (H := room_pos). assert (0 < b ^ Z.of_nat (S l))%Z by (apply Z.pow_pos_nonneg; lia). nia.
Qed.

Lemma P0_pos j : 0 < P0 (rw j).
Proof.
  assert (K := Hb j). fold (rw j) in K. assert (Kq : 1 <= #(par (rw j))) by now apply (inj_le 1).
  assert (Ki : 0 < 1 / #(par (rw j))) by (apply Qlt_shift_div_l; lra).
  unfold P0. destruct (direct (rw j)); apply Qlt_shift_div_l; lra.
Qed.
Lemma P1_nonneg j : 0 <= P1 (rw j) (x j).
Proof.
  assert (K := Hb j). fold (rw j) in K. assert (Kq : 1 <= #(par (rw j))) by now apply (inj_le 1).
  assert (Ki : 0 < 1 / #(par (rw j))) by (apply Qlt_shift_div_l; lra).
  assert (K2 : 0 < 2 / #(par (rw j))) by (apply Qlt_shift_div_l; lra).
  unfold P1. destruct (direct (rw j)); [lra|]. apply Qmult_le_0_compat; [apply Qle_shift_div_l; lra|].
  assert (H := x_pos j). lra.
Qed.
Lemma cost_nonneg j : 0 <= cost (ph j).
Proof.
  simpl. assert (H1 := h_pos j). assert (H2 := sg_ge_1). assert (H3 := P0_pos j). assert (H4 := P1_nonneg j).
  assert (H5 := U_nonneg).
  apply Qmult_le_0_compat; [apply Qmult_le_0_compat; lra|].
  assert (0 <= P1 (rw j) (x j) * U) by now apply Qmult_le_0_compat. lra.
Qed.

Lemma par_of_row j : (j <= l)%nat -> row_fact U (x j) (rw j) -> (par (rw j) <= kstar (tau j) s M)%Z.
Proof.
  intros Hj F. destruct (tau_range j Hj) as [T1 T2]. destruct F as [_ [K1 K2]].
  destruct K2 as [->|K2]; [apply kstar_pos; auto; apply prompt_nonneg|].
  apply kstar_floor; auto; [apply prompt_nonneg|]. set (K := par (rw j)) in *.
  assert (T := tau_le j). fold (x j) in K2.
  assert (Kq : 0 <= #(K + 1)) by (apply (inj_le 0); lia).
  assert (C : #(K * sg + (K + 1) * tau j) <= #(sg + 2 * W)).
  { rewrite !inject_Z_plus, !inject_Z_mult. change (#2) with 2. rewrite <- U_spec.
    assert (#(K + 1) * #(tau j) <= #(K + 1) * h j) by now apply qmul_l.
    rewrite <- (h_U j) in H. assert (S1 := sg_ge_1).
    assert (#sg * (#K + #(K + 1) * (x j * U)) <= #sg * (1 + 2 * U)) by (apply qmul_l; lra). lra. }
  rewrite <- Zle_Qle in C. unfold sg, W in C. lia.
Qed.

Hypothesis (Hpar : forall j, (m0 <= j <= l)%nat -> (par (rw j) <= kstar (tau j) s M)%Z).

Lemma cost_bound j i : (m0 <= j <= l)%nat -> (0 <= i)%Z ->
  #(M * (i * slice (ph j) / kstar (slice (ph j)) s M)) <= #i * cost (ph j).
Proof.
  intros Hj Hi. simpl slice. simpl cost. destruct (tau_range j ltac:(lia)) as [T1 T2].
  assert (K2 := Hpar j Hj). assert (K1 := Hb j). fold (rw j) in K1.
  assert (Tq := tau_le j). assert (Iq : 0 <= #i) by now apply (inj_le 0). assert (Hhj := h_pos j).
  assert (T0 : 0 <= #(tau j)) by (apply (inj_le 0); lia). assert (S1 := sg_ge_1).
  set (K := par (rw j)) in *. assert (Kq : 1 <= #K) by now apply (inj_le 1).
  set (z := (M * (i * tau j / kstar (tau j) s M))%Z).
  apply (Qmult_le_l _ _ (2 * #K)); [lra|].
  unfold P0, P1. fold K. destruct (direct (rw j)).
  - assert (C := direct_cost M i (tau j) (kstar (tau j) s M) K ltac:(assert (H := prompt_le_budget);
      assert (H0 := prompt_nonneg);
      lia) ltac:(lia) Hi T1).
    fold z in C.
    assert (C2 : (2 * (K * z) <= (sg + 2 * W) * (i * tau j))%Z).
    { assert (E : (sg + 2 * W = 2 * M + 1)%Z) by (unfold sg, W; lia). rewrite E. nia. }
    apply inj_le in C2. rewrite !inject_Z_mult, inject_Z_plus, inject_Z_mult in C2. change (#2) with 2 in C2.
    setoid_replace (2 * #K * (#i * (h j * #sg * (1 / (2 * #K) + 1 / #K * U)))) with ((#sg + 2 * (#sg * U)) * (#i
      * h j)) by (field; lra).
    rewrite U_spec. assert (Wq := room_ge_1).
    assert ((#sg + 2 * #W) * (#i * #(tau j)) <= (#sg + 2 * #W) * (#i * h j)).
    { apply qmul_l; [lra|]. now apply qmul_l. }
    lra.
  - assert (C := packing_cost s M i (tau j) K prompt_nonneg ltac:(lia) Hi T1). cbv zeta in C. fold z in C.
    fold sg in C.
    apply inj_le in C. rewrite !inject_Z_mult, !inject_Z_plus, !inject_Z_mult, !inject_Z_plus in C.
    change (#2) with 2 in C. change (#1) with 1 in C.
    setoid_replace (2 * #K * (#i * (h j * #sg * ((1 + 1 / #K) / 2 + (1 + 2 / #K) / 2 * x j * U))))
      with (#i * h j * ((#K + 1) * #sg + (#K + 2) * (#sg * (x j * U)))) by (field; lra).
    rewrite h_U.
    assert (E1 : #i * #(tau j) <= #i * h j) by now apply qmul_l.
    assert (E2 : (#K + 2) * #(tau j) <= (#K + 2) * h j) by (apply qmul_l; lra).
    assert (E0 : 0 <= (#K + 1) * #sg) by (apply Qmult_le_0_compat; lra).
    assert (E3 : 0 <= (#K + 2) * h j) by (apply Qmult_le_0_compat; lra).
    assert (E4 : 0 <= #i * #(tau j)) by now apply Qmult_le_0_compat.
    assert (E5 : #i * #(tau j) * ((#K + 1) * #sg + (#K + 2) * #(tau j))
      <= #i * #(tau j) * ((#K + 1) * #sg + (#K + 2) * h j))
      by (apply qmul_l; lra).
    assert (E6 : #i * #(tau j) * ((#K + 1) * #sg + (#K + 2) * h j)
      <= #i * h j * ((#K + 1) * #sg + (#K + 2) * h j))
      by (apply Qmult_le_compat_r; lra).
    lra.
Qed.

Lemma rho_gap : 0 < 1 / (1 - rho).
Proof. assert (H := rho_lt_1). apply Qlt_shift_div_l; lra. Qed.

Lemma area_bound j y : (tau (S j) < y)%Z -> area (ph j) <= #(area2 s y).
Proof.
  intros H. apply tau_next in H. rewrite h_next in H. simpl area.
  assert (P : 0 < rho * h j) by (apply Qmult_lt_0_compat; [apply rho_pos|apply h_pos]).
  set (g := rho * h j) in *. assert (S1 := sg_ge_1).
  assert (E : #(area2 s y) == #sg * #y + #y * #y).
  { unfold area2, sg. repeat (progress (rewrite ?inject_Z_plus, ?inject_Z_mult)). change (#2) with 2.
    change (#1) with 1. ring. }
  rewrite E. assert (#sg * g <= #sg * #y) by (apply qmul_l; lra).
  assert (g * g <= g * #y) by (apply qmul_l; lra). assert (g * #y <= #y * #y) by (apply Qmult_le_compat_r; lra).
  lra.
Qed.

Lemma map_slices : map slice (map ph (rev (seq m0 (S (l - m0))))) ++ map tau (rev (seq 0 m0)) = slices a b W l.
Proof.
  rewrite map_map. change (fun y => slice (ph y)) with tau. rewrite <- map_app, <- rev_app_distr.
  replace (seq 0 m0 ++ seq m0 (S (l - m0))) with (seq 0 (S l)); [reflexivity|].
  replace (S l) with (m0 + S (l - m0))%nat by lia. rewrite seq_app. reflexivity.
Qed.

Lemma last_phase : last (map slice (map ph (rev (seq m0 (S (l - m0)))))) 0%Z = tau m0.
Proof. cbn [seq rev]. rewrite !map_app. cbn [map]. apply last_last. Qed.

End Instance.
