(* SimS, the simultaneous schedule, on identical jobs: batches of B = floor(M/(s + o)) in lockstep.  It is
   feasible ([sims_feasible]) and strictly within 3 of the optimum on every instance ([sims_competitive]):
   SimS starts job i by floor(i/B) o, and the starts of every feasible schedule are spread out (LagSums.v). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums IndexSums Model Checker Peak LowerBounds Pipeline IdenticalJobs LagSums.
Import ListNotations.
Open Scope Z_scope.

(* jobs i, i + 1, ... of the queue *)
Fixpoint lockstep (tau B i : Z) (js : list nat) : list attempt :=
  match js with
  | [] => []
  | j :: r => Att j (i / B * tau) tau :: lockstep tau B (i + 1) r
  end.
Definition sims (I : instance) (tau : Z) (order : list nat) : list attempt :=
  lockstep tau (budget I / (prompt I + tau)) 0 order.

(* SimS with the jobs in any order *)
Definition SimS : scheduler := fun I run => exists tau order, (forall o, In o (lengths I) -> o = tau) /\
  Permutation order (seq 0 (njobs I)) /\ run = sims I tau order.


(* ---- SimS ---- *)
Section Ratio.
Variables (I : instance) (tau : Z) (order : list nat).
Hypotheses (HI : valid I) (Hsame : forall o, In o (lengths I) -> o = tau) (Hn : (0 < njobs I)%nat).
Hypothesis Hord : Permutation order (seq 0 (njobs I)).
Local Notation s := (prompt I).
Local Notation M := (budget I).
Let B := M / (s + tau).
Let n := Z.of_nat (njobs I).

Lemma tau_fits : 0 <= s /\ 1 <= tau /\ s + tau <= M.
Proof.
  assert (V := len_valid I 0 HI Hn). rewrite (Hsame (len I 0)) in V by (now apply nth_In). destruct HI. lia.
Qed.

Lemma lockstep_in js : forall i a, In a (lockstep tau B i js) ->
  exists x, i <= x < i + Z.of_nat (length js) /\ In (job a) js /\ start a = x / B * tau /\ rounds a = tau.
Proof.
  induction js as [|j r IH]; intros i a Ha; [destruct Ha|]. simpl length. rewrite Nat2Z.inj_succ.
  destruct Ha as [<-|Ha].
  - exists i. simpl. repeat split; auto; lia.
  - destruct (IH (i + 1) a Ha) as [x [X1 [X2 X3]]]. exists x. simpl. repeat split; try tauto; lia.
Qed.

Lemma lockstep_complete js : (forall j, In j js -> (j < njobs I)%nat) -> forall i,
  completions I (lockstep tau B i js) = lockstep tau B i js.
Proof.
  unfold completions. induction js as [|j r IH]; intros H i; [reflexivity|]. cbn [lockstep filter].
  unfold complete at 1. cbn [rounds job].
  rewrite (Hsame (len I j)) by (apply nth_In; apply H; now left). rewrite Z.eqb_refl. f_equal. apply IH.
  intros; apply H; now right.
Qed.

Lemma lockstep_jobs js : forall i, map job (lockstep tau B i js) = js.
Proof. induction js as [|j r IH]; intros i; [reflexivity|]. simpl. now rewrite IH. Qed.

Lemma order_lt j : In j order -> (j < njobs I)%nat.
Proof. intros H. apply (Permutation_in _ Hord) in H. apply in_seq in H. lia. Qed.

(* in round t only batch t / tau runs, and it has at most B jobs *)
Lemma lockstep_usage js : forall i t, 0 <= i ->
  usage s (lockstep tau B i js) t <=
  zsum (fun x => if i + x <? 0 then 0 else if (t / tau * B - 1 <? i + x) && (i + x <=? t / tau * B + B - 1) then
    s + tau else 0) (length js).
Proof.
  destruct tau_fits as [S0 [T1 F]]. assert (B1 : 1 <= B) by (apply Z.div_le_lower_bound; lia).
  induction js as [|j r IH]; intros i t Hi; [apply Z.le_refl|].
  cbn [lockstep length]. change (Datatypes.S (length r)) with (1 + length r)%nat. rewrite zsum_app.
  unfold usage in *. cbn [lsum zsum].
  rewrite (zsum_ext (fun i0 => if i + (Z.of_nat 1 + i0) <? 0 then 0 else if (t / tau * B - 1 <? i + (Z.of_nat 1
    + i0)) && (i + (Z.of_nat 1 + i0) <=? t / tau * B + B - 1) then s + tau else 0)
    (fun x => if i + 1 + x <? 0 then 0 else if (t / tau * B - 1 <? i + 1 + x) && (i + 1 + x <=? t / tau * B + B
      - 1) then s + tau else 0)).
  2:{ intros x Hx. replace (i + (Z.of_nat 1 + x)) with (i + 1 + x) by lia. reflexivity. }
  specialize (IH (i + 1) t ltac:(lia)). change (Z.of_nat 0) with 0. rewrite Z.add_0_r.
  replace (i <? 0) with false by (symmetry; apply Z.ltb_ge; lia).
  assert (memory s (Att j (i / B * tau) tau) t <= if (t / tau * B - 1 <? i) && (i <=? t / tau * B + B - 1) then
    s + tau else 0); [|lia].
  unfold memory, finish. cbn [start rounds]. match goal with |- (if ?c then _ else _)
    <= _ => destruct c eqn:E end; [|match goal with |- 0 <= (if ?c then _ else _) => destruct c end; lia].
  apply andb_prop in E. destruct E as [E1 E2]. apply Z.leb_le in E1. apply Z.ltb_lt in E2.
  assert (Q : t / tau = i / B) by (symmetry; apply Z.div_unique_pos with (r := t - i / B * tau); lia).
  assert (D := Z.div_mod i B ltac:(lia)). assert (Dm := Z.mod_pos_bound i B ltac:(lia)). rewrite Q.
  replace (_ && _) with true; [lia|]. symmetry. apply andb_true_intro. rewrite Z.ltb_lt, Z.leb_le. lia.
Qed.

Theorem sims_feasible : feasible I (sims I tau order).
Proof.
  destruct tau_fits as [S0 [T1 F]]. assert (B1 : 1 <= B) by (apply Z.div_le_lower_bound; lia).
  unfold sims. fold B. split; [|split; [|split]].
  - intros a Ha. destruct (lockstep_in order 0 a Ha) as [x [X1 [X2 [X3 X4]]]]. assert (J := order_lt _ X2).
    split; [exact J|]. rewrite X3, X4, (Hsame (len I (job a))) by (now apply nth_In). split; [|lia].
    apply Z.mul_nonneg_nonneg; [apply Z.div_pos; lia|lia].
  - intros t. eapply Z.le_trans; [apply lockstep_usage; lia|].
    set (lo := t / tau * B).
    rewrite (zsum_ext _ (fun x => if (lo - 1 <? x) && (x <=? lo + B - 1) then s + tau else 0)).
    2:{ intros x Hx. replace (0 + x) with x by lia. replace (x <? 0) with false by (symmetry; apply Z.ltb_ge;
          lia). reflexivity. }
    eapply Z.le_trans; [apply (clip_sum (fun _ => s + tau)); [lia|intros; lia]|].
    rewrite zsum_const. assert (Dv := Z.mul_div_le M (s + tau) ltac:(lia)). fold B in Dv. nia.
  - assert (N : NoDup (map job (lockstep tau B 0 order))).
    { rewrite lockstep_jobs. apply (Permutation_NoDup (Permutation_sym Hord)). apply seq_NoDup. }
    revert N. generalize (lockstep tau B 0 order). induction l as [|x r IH]; intros N; constructor;
      inversion N as [|? ? N1 N2]; subst.
    + apply Forall_forall. intros y Hy E. exfalso. apply N1. rewrite E. now apply in_map.
    + now apply IH.
  - rewrite lockstep_complete, lockstep_jobs by (exact order_lt). exact Hord.
Qed.

Lemma lockstep_flow js : forall i, lsum finish (lockstep tau B i js) = nsum (fun x => (i + Z.of_nat x) / B * tau
  + tau) (length js).
Proof.
  induction js as [|j r IH]; intros i; [reflexivity|]. cbn [length]. rewrite nsum_first. cbn [lockstep lsum].
  rewrite IH.
  unfold finish. cbn [start rounds]. change (Z.of_nat 0) with 0. rewrite Z.add_0_r.
  rewrite (nsum_ext (fun x => (i + 1 + Z.of_nat x) / B * tau + tau) (fun x => (i + Z.of_nat (Datatypes.S x)) / B
    * tau + tau)); [lia|].
  intros x _. do 3 f_equal. lia.
Qed.

Theorem sims_competitive sched : feasible I sched -> flow_time I (sims I tau order) < 3 * flow_time I sched.
Proof.
  intros Hf. destruct tau_fits as [S0 [T1 F]]. assert (B1 : 1 <= B) by (apply Z.div_le_lower_bound; lia).
  destruct (sorted_starts I tau HI Hsame sched Hf) as [st [L [Fl [Hsort [Hpos Huse]]]]].
  unfold flow_time at 1, sims. fold B. rewrite lockstep_complete by (exact order_lt).
  rewrite lockstep_flow, (Permutation_length Hord), seq_length, Fl.
  set (N := njobs I) in *. assert (Zn : n = Z.of_nat N) by reflexivity. clearbody n.
  assert (Opt : nsum (fun i => nth i st 0 + tau) N = nsum (fun i => nth i st 0) N + n * tau).
  { rewrite nsum_add. f_equal. unfold nsum. rewrite lsum_const, seq_length, Zn. lia. }
  rewrite Opt. set (SS := nsum (fun i => nth i st 0) N).
  assert (SS0 : 0 <= SS).
  { apply lsum_nonneg. intros x Hx. apply in_seq in Hx. apply Hpos. apply nth_In. lia. }
  assert (Nn : 1 <= n) by (unfold N in *; lia).
  destruct (Z_le_gt_dec n (2 * B)) as [C|C].
  - assert (Up : nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N <= nsum (fun _ => 2 * tau) N).
    { apply nsum_le. intros x Hx. rewrite Z.add_0_l. assert (Z.of_nat x / B <= 1);
        [|set (qx := Z.of_nat x / B) in *; nia].
      assert (Z.of_nat x / B < 2); [|lia]. apply Z.div_lt_upper_bound; [lia|]. lia. }
    unfold nsum at 2 in Up. rewrite lsum_const, seq_length in Up. rewrite <- Zn in Up. nia.
  - set (m := (N - 2 * Z.to_nat B)%nat).
    assert (Sp := starts_spread s M tau st S0 T1 F Hsort Hpos Huse m). cbv zeta in Sp. fold B in Sp.
    rewrite L in Sp. specialize (Sp ltac:(unfold m; lia)). fold SS in Sp.
    assert (Zm : Z.of_nat m = n - 2 * B) by (unfold m; lia). rewrite Zm in Sp.
    assert (Up : 2 * B * nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N
      <= tau * (n * (n - 1)) + 2 * B * tau * n).
    { assert (A : B * nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N
        <= nsum (fun x => tau * Z.of_nat x + B * tau) N).
      { unfold nsum at 1. rewrite <- lsum_scal. apply lsum_le. intros x _. rewrite Z.add_0_l.
        assert (Dv := Z.mul_div_le (Z.of_nat x) B ltac:(lia)). nia. }
      assert (EA : nsum (fun x => tau * Z.of_nat x + B * tau) N = tau * nsum Z.of_nat N + B * tau * n).
      { rewrite nsum_add. unfold nsum. rewrite lsum_const, lsum_scal, seq_length, Zn. lia. }
      rewrite EA in A. assert (Ix := nsum_index N). rewrite <- Zn in Ix.
      assert (Tx : tau * (2 * nsum Z.of_nat N) = tau * (n * (n - 1))) by (rewrite Ix; reflexivity). lia. }
    set (G := nsum (fun x => (0 + Z.of_nat x) / B * tau + tau) N) in *.
    (* (B-1) m^2 + (5B+1) m + (2B+1)(4B^2+2B) > 0 with m = n - 2B *)
    set (d := n - 2 * B) in *. assert (En : n = d + 2 * B) by (unfold d; lia).
    assert (d1 : 1 <= d) by (unfold d; lia).
    assert (P : 0 < (B - 1) * (d * d) + (5 * B + 1) * d + (2 * B + 1) * (4 * (B * B) + 2 * B)).
    { assert (0 <= (B - 1) * (d * d)) by (apply Z.mul_nonneg_nonneg; nia). nia. }
    assert (Pt : 0 < tau * ((B - 1) * (d * d) + (5 * B + 1) * d + (2 * B + 1) * (4 * (B * B) + 2 * B)))
      by (apply Z.mul_pos_pos; lia).
    assert (Q1 : 3 * B * (tau * d * (d + 1)) <= 3 * B * (2 * (2 * B + 1) * SS))
      by (apply Z.mul_le_mono_nonneg_l; lia).
    assert (Q2 : (2 * B + 1) * (2 * B * G) <= (2 * B + 1) * (tau * (n * (n - 1)) + 2 * B * tau * n))
      by (apply Z.mul_le_mono_nonneg_l; lia).
    assert (Goal : (2 * B * (2 * B + 1)) * G < (2 * B * (2 * B + 1)) * (3 * (SS + n * tau))).
    { rewrite En in *. clear En. clearbody d. clear - Pt Q1 Q2. ring_simplify in Pt. ring_simplify in Q1.
      ring_simplify in Q2. ring_simplify. lia. }
    apply (Z.mul_lt_mono_pos_l (2 * B * (2 * B + 1))); [apply Z.mul_pos_pos; lia|exact Goal].
Qed.
End Ratio.

Theorem sims_ratio : ratio_on identical 3 SimS.
Proof.
  intros I run sched HI _ [tau [order [Hs [Ho ->]]]] Hf. destruct (Nat.eq_dec (njobs I) 0) as [E|E].
  - rewrite E in Ho. apply Permutation_sym, Permutation_nil in Ho. subst. unfold sims. simpl lockstep.
    assert (A := length_bound I sched Hf). assert (B := lengths_nonneg I HI).
    assert (C : 0 <= flow_time I sched) by lia. rewrite Zle_Qle in C. change (inject_Z 0) with 0%Q in C.
    change (inject_Z (flow_time I [])) with 0%Q. lra.
  - assert (H := sims_competitive I tau order HI Hs ltac:(lia) Ho sched Hf).
    assert (H' : flow_time I (sims I tau order) <= 3 * flow_time I sched) by lia.
    rewrite Zle_Qle, inject_Z_mult in H'. exact H'.
Qed.
