(* Sums of floors floor(x tau / k) over k consecutive x: the residues x tau mod k add up to
   k (k - gcd(tau, k)) / 2.  The number theory behind Lemma 3.3 of the paper. *)

From Coq Require Import ZArith List Lia Bool Znumtheory.
From RatioLab Require Import Sums.
Open Scope Z_scope.

Lemma zsum_shift f n : f (Z.of_nat n) = f 0 -> zsum (fun i => f (1 + i)) n = zsum f n.
Proof.
  intros H. assert (E := zsum_app f 1 n). 
  change (1 + n)%nat with (S n) in E. cbn [zsum] in E. 
  change (Z.of_nat 0) with 0 in E.
  rewrite (zsum_ext (fun i => f (1 + i)) (fun i => f (Z.of_nat 1 + i))) by (intros; reflexivity).
  lia.
Qed.

Lemma count_multiples (g k : nat) (ind : Z -> Z) :
  (1 <= k)%nat ->
  (forall x, 0 <= x -> ind x = if x mod Z.of_nat k =? 0 then 1 else 0) ->
  zsum ind (g * k) = Z.of_nat g.
Proof.
  intros Hk Hind. induction g as [|g IH]; [reflexivity|].
  rewrite Nat.mul_succ_l, zsum_app, IH.
  rewrite (zsum_ext _ (fun i => if i =? 0 then 1 else 0)).
  - assert (E : zsum (fun i => if i =? 0 then 1 else 0) k = 1).
    { clear - Hk. destruct k as [|k]; [lia|]. clear Hk. induction k as [|k IH]; [reflexivity|].
      cbn [zsum] in *. rewrite IH. destruct (Z.eqb_spec (Z.of_nat (S k)) 0); lia. }
    rewrite E. lia.
  - intros i Hi. rewrite Hind by lia.
    replace ((Z.of_nat (g * k) + i) mod Z.of_nat k) with i; auto.
    rewrite Nat2Z.inj_mul, Z.add_comm, Z.mod_add, Z.mod_small; lia.
Qed.

Lemma residue_zero_count tau k :
  1 <= k -> 1 <= tau ->
  zsum (fun x => if (x * tau) mod k =? 0 then 1 else 0) (Z.to_nat k) = Z.gcd tau k.
Proof.
  intros Hk Ht. set (g := Z.gcd tau k).
  assert (Hg : 0 < g).
  { assert (0 <= g) by apply Z.gcd_nonneg. assert (g <> 0); [|lia].
    intros E. apply Z.gcd_eq_0_r in E. lia. }
  destruct (Z.gcd_divide_l tau k) as [t' Et]. destruct (Z.gcd_divide_r tau k) as [k' Ek].
  fold g in Et, Ek.
  assert (Hk' : 1 <= k') by nia.
  assert (Hc : Z.gcd t' k' = 1).
  { assert (E : Z.gcd (t' * g) (k' * g) = Z.gcd t' k' * g) by (rewrite Z.gcd_mul_mono_r; lia).
    rewrite <- Et, <- Ek in E. fold g in E. nia. }
  replace (Z.to_nat k) with (Z.to_nat g * Z.to_nat k')%nat.
  2:{ rewrite Ek, Z2Nat.inj_mul; lia. }
  rewrite count_multiples with (ind := fun x => if (x * tau) mod k =? 0 then 1 else 0).
  - lia.
  - lia.
  - intros x Hx. rewrite Z2Nat.id by lia.
    assert (E : (x * tau) mod k = 0 <-> x mod k' = 0).
    { rewrite !Z.mod_divide by lia. split.
      - intros [c Hc2]. assert (Hd : (k' | x * t')).
        { exists c. assert (x * t' * g = c * k' * g) by nia. nia. }
        apply (Z.gauss k' t' x); [now rewrite Z.mul_comm | now rewrite Z.gcd_comm].
      - intros [c ->]. exists (c * t'). nia. }
    destruct ((x * tau) mod k =? 0) eqn:E1; destruct (x mod k' =? 0) eqn:E2; auto;
    apply Z.eqb_eq in E1 || apply Z.eqb_neq in E1; apply Z.eqb_eq in E2 || apply Z.eqb_neq in E2; tauto.
Qed.

Lemma residue_sum tau k :
  1 <= k -> 1 <= tau ->
  2 * zsum (fun x => (x * tau) mod k) (Z.to_nat k) = k * (k - Z.gcd tau k).
Proof.
  intros Hk Ht. set (f := fun x => (x * tau) mod k). set (n := Z.to_nat k).
  assert (En : Z.of_nat n = k) by (unfold n; lia).
  assert (E1 : zsum (fun i => f (k - i)) n = zsum f n).
  { rewrite <- (zsum_shift f n).
    - rewrite (zsum_rev (fun i => f (1 + i)) n). apply zsum_ext. intros i Hi. f_equal. lia.
    - unfold f. rewrite En, Z.mul_comm, Z.mod_mul, Z.mul_0_l, Z.mod_0_l; lia. }
  assert (E2 : zsum (fun i => f i + f (k - i)) n = zsum (fun i => k + - k * (if f i =? 0 then 1 else 0)) n).
  { apply zsum_ext. intros i Hi. unfold f.
    replace ((k - i) * tau) with (- (i * tau) + tau * k) by ring. rewrite Z.mod_add by lia.
    destruct (_ =? 0) eqn:E.
    - apply Z.eqb_eq in E. rewrite E, Z.mod_opp_l_z; lia.
    - apply Z.eqb_neq in E. rewrite Z.mod_opp_l_nz; lia. }
  rewrite zsum_add, E1 in E2. rewrite zsum_add, zsum_const, zsum_scal, En in E2.
  unfold f in E2 at 3. unfold n in E2 at 3. rewrite residue_zero_count in E2 by auto. nia.
Qed.

Lemma residue_window tau k a :
  1 <= k -> 
  zsum (fun x => ((a + x) * tau) mod k) (Z.to_nat k) = zsum (fun x => (x * tau) mod k) (Z.to_nat k).
Proof.
  intros Hk. revert a. apply Z.bi_induction.
  - intros ? ? ->. tauto.
  - apply zsum_ext. intros. now rewrite Z.add_0_l.
  - intros a. set (f := fun x => ((a + x) * tau) mod k).
    assert (E := zsum_shift f (Z.to_nat k)).
    rewrite (zsum_ext (fun x => ((Z.succ a + x) * tau) mod k) (fun i => f (1 + i))).
    2:{ intros. unfold f. f_equal. f_equal. lia. }
    rewrite E; [tauto|]. unfold f. rewrite Z2Nat.id by lia.
    replace ((a + k) * tau) with ((a + 0) * tau + tau * k) by ring. now rewrite Z.mod_add by lia.
Qed.

Lemma zsum_arith tau a n :
  2 * zsum (fun x => (a + x) * tau) n = tau * (2 * a * Z.of_nat n + Z.of_nat n * (Z.of_nat n - 1)).
Proof.
  induction n as [|n IH]; [simpl; lia|]. cbn [zsum]. rewrite Z.mul_add_distr_l, IH.
  rewrite Nat2Z.inj_succ. ring.
Qed.

(* the starts of any k consecutive pipeline jobs *)
Lemma floor_window tau k a :
  1 <= k -> 1 <= tau ->
  2 * zsum (fun x => (a + x) * tau / k) (Z.to_nat k) = tau * (2 * a + k - 1) - (k - Z.gcd tau k).
Proof.
  intros Hk Ht.
  assert (E : zsum (fun x => (a + x) * tau) (Z.to_nat k) =
              k * zsum (fun x => (a + x) * tau / k) (Z.to_nat k) +
              zsum (fun x => ((a + x) * tau) mod k) (Z.to_nat k)).
  { rewrite <- zsum_scal, <- zsum_add. apply zsum_ext. intros. apply Z.div_mod. lia. }
  rewrite residue_window in E by auto.
  assert (E2 := residue_sum tau k Hk Ht). assert (E3 := zsum_arith tau a (Z.to_nat k)).
  rewrite Z2Nat.id in E3 by lia.
  set (F := zsum (fun x => (a + x) * tau / k) (Z.to_nat k)) in *.
  set (G := Z.gcd tau k) in *. set (R := zsum (fun x => (x * tau) mod k) (Z.to_nat k)) in *.
  rewrite E in E3.
  assert (k * (2 * F) = k * (tau * (2 * a + k - 1) - (k - G))) by nia.
  nia.
Qed.
