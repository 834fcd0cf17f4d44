(* Irrational scaling factors without real numbers.  A factor alpha > 1 is given by the rationals a/b below
   it; its slices floor(W / alpha^j) are also the slices of some rational below it, as near as one likes
   ([slices_rational]), so every bound that holds near alpha from below holds at alpha ([transfer]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Slices Gsa.
Import ListNotations.
Open Scope Z_scope.

Section Cut.
Variable below : Z -> Z -> Prop.   (* a/b < alpha *)
Hypothesis below_range : forall a b, below a b -> 1 <= b < a.

(* f j = floor(W / alpha^j): f j alpha^j <= W < (f j + 1) alpha^j *)
Definition is_slice (W : Z) (j : nat) (f : Z) : Prop :=
  0 <= f /\ (forall a b, below a b -> f * a ^ Z.of_nat j <= W * b ^ Z.of_nat j) /\
  exists a b, below a b /\ W * b ^ Z.of_nat j < (f + 1) * a ^ Z.of_nat j.
(* l = floor(log_alpha W) *)
Definition real_slices (W : Z) (l : nat) (taus : list Z) : Prop :=
  exists f, taus = map f (rev (seq 0 (S l))) /\ (forall j, (j <= S l)%nat -> is_slice W j (f j)) /\
            1 <= f l /\ f (S l) = 0.

Lemma nearer a b a' b' W j f : 1 <= b < a -> 1 <= b' < a' -> a * b' <= a' * b -> 0 <= f ->
  W * b ^ Z.of_nat j < (f + 1) * a ^ Z.of_nat j -> W * b' ^ Z.of_nat j < (f + 1) * a' ^ Z.of_nat j.
Proof.
  intros H H' Hle Hf Hlt.
  assert (P : 0 < b ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  assert (P' : 0 < b' ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  assert (A : (a * b') ^ Z.of_nat j <= (a' * b) ^ Z.of_nat j) by (apply Z.pow_le_mono_l; nia).
  rewrite !Z.pow_mul_l in A.
  apply (Z.mul_lt_mono_pos_l (b ^ Z.of_nat j)); auto.
  assert (B : (f + 1) * (a ^ Z.of_nat j * b' ^ Z.of_nat j) <= (f + 1) * (a' ^ Z.of_nat j * b ^ Z.of_nat j))
    by (apply Z.mul_le_mono_nonneg_l; lia).
  assert (C : W * b ^ Z.of_nat j * b' ^ Z.of_nat j < (f + 1) * a ^ Z.of_nat j * b' ^ Z.of_nat j)
    by (apply Z.mul_lt_mono_pos_r; auto). lia.
Qed.

(* one rational below alpha, at least a0/b0, that has the first m slices *)
Lemma common W f a0 b0 m : below a0 b0 -> (forall j, (j < m)%nat -> is_slice W j (f j)) ->
  exists a b, below a b /\ a0 * b <= a * b0 /\ forall j, (j < m)%nat ->
    W * b ^ Z.of_nat j < (f j + 1) * a ^ Z.of_nat j.
Proof.
  intros H0. induction m as [|m IH]; intros H.
  - exists a0, b0. split; auto. split; [lia|]. intros; lia.
  - destruct IH as [a [b [B1 [B2 B3]]]]; [intros; apply H; lia|].
    destruct (H m ltac:(lia)) as [F0 [_ [a' [b' [C1 C2]]]]].
    assert (R := below_range a b B1). assert (R' := below_range a' b' C1). assert (R0 := below_range a0 b0 H0).
    destruct (Z_le_gt_dec (a' * b) (a * b')) as [L|L].
    + exists a, b. split; auto. split; auto. intros j Hj.
      destruct (Nat.eq_dec j m) as [->|Nm]; [|apply B3; lia].
      apply (nearer a' b' a b); auto.
    + exists a', b'. split; auto. split.
      * assert (a0 * b * b' <= a * b0 * b') by (apply Z.mul_le_mono_nonneg_r; lia).
        assert (a * b' * b0 <= a' * b * b0) by (apply Z.mul_le_mono_nonneg_r; lia).
        apply (Z.mul_le_mono_pos_l _ _ b); lia.
      * intros j Hj. destruct (Nat.eq_dec j m) as [->|Nm]; [exact C2|].
        destruct (H j ltac:(lia)) as [Fj _]. apply (nearer a b a' b'); auto; [lia|apply B3; lia].
Qed.

Theorem slices_rational W l taus a0 b0 : below a0 b0 -> real_slices W l taus ->
  exists a b, below a b /\ a0 * b <= a * b0 /\ is_level a b W l /\ taus = slices a b W l.
Proof.
  intros H0 [f [E [Hf [F1 F2]]]].
  destruct (common W f a0 b0 (S (S l)) H0) as [a [b [B1 [B2 B3]]]]; [intros; apply Hf; lia|].
  exists a, b. assert (R := below_range a b B1).
  assert (Lo : forall j, (j <= S l)%nat -> f j * a ^ Z.of_nat j <= W * b ^ Z.of_nat j).
  { intros j Hj. destruct (Hf j Hj) as [_ [A _]]. now apply A. }
  split; auto. split; auto. split.
  - split.
    + specialize (Lo l ltac:(lia)). assert (P : 0 < a ^ Z.of_nat l) by (apply Z.pow_pos_nonneg; lia). nia.
    + specialize (B3 (S l) ltac:(lia)). rewrite F2 in B3. lia.
  - rewrite E. unfold slices. apply map_ext_in. intros j Hj. rewrite <- in_rev in Hj. apply in_seq in Hj.
    specialize (Lo j ltac:(lia)). specialize (B3 j ltac:(lia)).
    assert (P : 0 < a ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
    apply Z.div_unique with (r := W * b ^ Z.of_nat j - f j * a ^ Z.of_nat j); lia.
Qed.

Open Scope Q_scope.
(* what holds for all rationals of [a0/b0, alpha) holds at alpha *)
Theorem transfer R a0 b0 : below a0 b0 ->
  (forall a b, below a b -> (a0 * b <= a * b0)%Z -> forall I l order sched,
     valid I -> is_level a b (budget I - prompt I) l -> any_order order -> feasible I sched ->
     inject_Z (flow_time I (gsa a b l I order)) <= R * inject_Z (flow_time I sched)) ->
  forall I l taus order sched,
  valid I -> real_slices (budget I - prompt I) l taus -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa_with taus I order)) <= R * inject_Z (flow_time I sched).
Proof.
  intros H0 H I l taus order sched HI Hs Ho Hf.
  destruct (slices_rational _ l taus a0 b0 H0 Hs) as [a [b [B1 [B2 [B3 ->]]]]]. now apply (H a b B1 B2 I l).
Qed.
End Cut.

(* GSA at alpha, with any order inside the phases *)
Definition GSA_real (below : Z -> Z -> Prop) : scheduler := fun I run =>
  exists l taus order, real_slices below (budget I - prompt I) l taus /\ any_order order /\
    run = gsa_with taus I order.

(* alpha = (7 + sqrt 13)/6, sqrt 3 and the golden ratio *)
Definition below_7_sqrt13_6 (a b : Z) : Prop :=
  (1 <= b < a /\ (6 * a <= 7 * b \/ (6 * a - 7 * b) * (6 * a - 7 * b) < 13 * (b * b)))%Z.
Definition below_sqrt3 (a b : Z) : Prop := (1 <= b < a /\ a * a < 3 * (b * b))%Z.
Definition below_golden_ratio (a b : Z) : Prop := (1 <= b < a /\ a * a < a * b + b * b)%Z.

(* the definition is not empty: the slices of M - s = 160 at alpha = (7 + sqrt 13)/6, between two rationals *)
Open Scope Z_scope.
Lemma is_slice_by (below : Z -> Z -> Prop) W j f a1 b1 a2 b2 :
  (forall a b, below a b -> 1 <= b < a) -> below a1 b1 -> 1 <= b2 < a2 ->
  (forall a b, below a b -> a * b2 <= a2 * b) -> 0 <= f -> 0 <= W ->
  f * a2 ^ Z.of_nat j <= W * b2 ^ Z.of_nat j -> W * b1 ^ Z.of_nat j < (f + 1) * a1 ^ Z.of_nat j ->
  is_slice below W j f.
Proof.
  intros Hr H1 H2 Ha Hf HW Hle Hlt. split; auto. split; [|exists a1, b1; auto].
  intros a b Hb. assert (R := Hr a b Hb). assert (A := Ha a b Hb).
  assert (P : 0 < b2 ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  assert (P' : 0 < b ^ Z.of_nat j) by (apply Z.pow_pos_nonneg; lia).
  assert (A2 : (a * b2) ^ Z.of_nat j <= (a2 * b) ^ Z.of_nat j) by (apply Z.pow_le_mono_l; nia).
  rewrite !Z.pow_mul_l in A2. apply (Z.mul_le_mono_pos_l _ _ (b2 ^ Z.of_nat j)); auto.
  assert (f * (a ^ Z.of_nat j * b2 ^ Z.of_nat j) <= f * (a2 ^ Z.of_nat j * b ^ Z.of_nat j))
    by (apply Z.mul_le_mono_nonneg_l; auto).
  assert (f * a2 ^ Z.of_nat j * b ^ Z.of_nat j <= W * b2 ^ Z.of_nat j * b ^ Z.of_nat j)
    by (apply Z.mul_le_mono_nonneg_r; lia). lia.
Qed.

Definition slices_160 : list Z := [1; 2; 5; 9; 16; 28; 51; 90; 160].
Example real_160 : real_slices below_7_sqrt13_6 160 8 slices_160.
Proof.
  exists (fun j => nth j (rev (0 :: slices_160)) 0). split; [reflexivity|].
  split; [|split; [vm_compute; discriminate|reflexivity]].
  intros j Hj. apply (is_slice_by _ 160 j _ 17675918 10000000 17675919 10000000).
  - intros a b [H _]. exact H.
  - split; [lia|]. right. lia.
  - lia.
  - intros a b [H1 [H2|H2]]; [lia|]. destruct (Z_le_gt_dec (a * 10000000) (17675919 * b)); auto. exfalso. nia.
  - do 10 (destruct j as [|j]; [vm_compute; discriminate|]). lia.
  - lia.
  - do 10 (destruct j as [|j]; [vm_compute; discriminate|]). lia.
  - do 10 (destruct j as [|j]; [vm_compute; reflexivity|]). lia.
Qed.
