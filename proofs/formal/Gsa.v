(* GSA, the geometric slicing algorithm (Algorithm 2 of the paper), non-clairvoyant: one SPS call a slice
   on all unfinished jobs, in any order; jobs longer than the slice are killed.  Its schedules are
   feasible, with every job complete, for every order inside the phases ([gsa_feasible]): the algorithm
   terminates. *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums Model Checker Peak Pipeline Slices.
Import ListNotations.
Open Scope Z_scope.

(* one SPS call a slice, on all unfinished jobs, in the order an adversary chooses per phase *)
Fixpoint gsa_from (s M : Z) (o : nat -> Z) (order : nat -> list nat -> list nat)
    (taus : list Z) (p : nat) (T : Z) (pend : list nat) : list attempt :=
  match taus with
  | [] => []
  | tau :: rest =>
    match order p pend with
    | [] => []
    | js =>
      let k := kstar tau s M in
      sps o k tau T 0 js ++
      gsa_from s M o order rest (S p) (T + (Z.of_nat (length js) - 1) * tau / k + tau)
               (filter (fun j => tau <? o j) js)
    end
  end.

Definition gsa_with (taus : list Z) (I : instance) (order : nat -> list nat -> list nat) : list attempt :=
  gsa_from (prompt I) (budget I) (len I) order taus 0 0 (seq 0 (njobs I)).

Definition gsa (a b : Z) (l : nat) (I : instance) := gsa_with (slices a b (budget I - prompt I) l) I.

(* GSA at alpha = a/b, with any order inside the phases *)
Definition GSA (a b : Z) : scheduler := fun I run =>
  exists l order, is_level a b (budget I - prompt I) l /\ any_order order /\ run = gsa a b l I order.

Section Run.
Variables (I : instance) (order : nat -> list nat -> list nat).
Hypotheses (HI : valid I) (Hord : any_order order).
Let s := prompt I.
Let M := budget I.
Let o := len I.

Lemma gsa_from_ok taus : forall p T pend,
  (forall tau, In tau taus -> 1 <= tau /\ s + tau <= M) ->
  (forall j, In j pend -> (j < njobs I)%nat /\ o j <= last taus 0) ->
  NoDup pend -> 0 <= T ->
  let g := gsa_from s M o order taus p T pend in
  (forall a, In a g -> attempt_ok I a /\ T <= start a /\ In (job a) pend) /\
  (forall t, usage s g t <= M) /\
  ForallOrdPairs (successive I) g /\
  Permutation (map job (completions I g)) pend.
Proof.
  assert (Hs : 0 <= s) by apply HI. assert (HM : 0 <= M) by (destruct HI as [[? ?] _]; unfold M; lia).
  induction taus as [|tau rest IH]; intros p T pend Htaus Hpend Hnd HT; cbn [gsa_from].
  - assert (pend = []) as ->.
    { destruct pend as [|j r]; auto. exfalso. destruct (Hpend j) as [H1 H2]; [now left|].
      apply (len_valid I j HI) in H1. fold o in H1. simpl in H2. lia. }
    split; [intros a []|]. split; [intros t; exact HM|]. split; constructor.
  - assert (HP := Hord p pend). destruct (order p pend) as [|j0 r0] eqn:EO.
    + apply Permutation_nil in HP. subst pend.
      split; [intros a []|]. split; [intros t; exact HM|]. split; constructor.
    + clear EO. set (js := j0 :: r0) in *. set (k := kstar tau s M).
      set (T' := T + (Z.of_nat (length js) - 1) * tau / k + tau).
      set (later := filter (fun j => tau <? o j) js).
      destruct (Htaus tau) as [Ht HtM]; [now left|].
      assert (Hk : 1 <= k) by (apply kstar_pos; auto).
      assert (Hjs : forall j, In j js -> (j < njobs I)%nat /\ o j <= last (tau :: rest) 0).
      { intros j Hj. apply Hpend. now apply (Permutation_in _ HP). }
      assert (Hnjs : NoDup js) by (apply (Permutation_NoDup (Permutation_sym HP)); auto).
      assert (HT' : T <= T').
      { unfold T'. assert (0 <= (Z.of_nat (length js) - 1) * tau / k); [|lia].
        apply Z.div_pos; [|lia]. unfold js. simpl length. nia. }
      destruct (IH (S p) T' later) as [G1 [G2 [G3 G4]]]; clear IH.
      * intros; apply Htaus; now right.
      * intros j Hj. apply filter_In in Hj. destruct Hj as [Hj1 Hj2]. apply Z.ltb_lt in Hj2.
        destruct (Hjs j Hj1). split; auto. now apply last_cons_le with tau.
      * now apply NoDup_filter.
      * lia.
      * fold later in G1, G2, G3, G4.
        set (g := gsa_from s M o order rest (S p) T' later) in *.
        assert (S1 : forall a, In a (sps o k tau T 0 js) ->
                     T <= start a /\ finish a <= T' /\ In (job a) js /\ rounds a = Z.min (o (job a)) tau).
        { intros a Ha. assert (A1 := sps_starts o k tau T Hk Ht js 0 a ltac:(lia) Ha).
          assert (A2 := sps_ends o k tau T Hk Ht js 0 a Ha).
          destruct (sps_in o k tau T js 0 a Ha) as [x [_ [A3 [_ A4]]]].
          repeat split; auto. }
        split; [|split; [|split]].
        -- intros a Ha. apply in_app_or in Ha. destruct Ha as [Ha|Ha].
           ++ destruct (S1 a Ha) as [A1 [A2 [A3 A4]]]. destruct (Hjs _ A3) as [B1 _].
              destruct (len_valid I _ HI B1) as [C1 C2].
              split; [|split]; auto; [|now apply (Permutation_in _ HP)].
              split; auto. split; [lia|]. rewrite A4. unfold o in *. lia.
           ++ destruct (G1 a Ha) as [A1 [A2 A3]]. split; auto. split; [lia|].
              apply (Permutation_in _ HP). unfold later in A3. apply filter_In in A3. tauto.
        -- intros t. rewrite usage_app. destruct (Z_lt_le_dec t T') as [L|L].
           ++ rewrite (usage_zero s g t).
              ** assert (F := sps_fits s o k tau T Hs Hk Ht M js t (kstar_fits tau s M Hk)). lia.
              ** intros a Ha. destruct (G1 a Ha) as [_ [A2 _]]. lia.
           ++ rewrite (usage_zero s (sps o k tau T 0 js) t).
              ** specialize (G2 t). lia.
              ** intros a Ha. destruct (S1 a Ha) as [_ [A2 _]]. lia.
        -- apply ordered_pairs_app; auto.
           ++ now apply sps_distinct.
           ++ intros a b Ha Hb E. destruct (S1 a Ha) as [A1 [A2 [A3 A4]]]. destruct (G1 b Hb) as [_ [B2 B3]].
              split; [lia|]. unfold later in B3. apply filter_In in B3. destruct B3 as [_ B3].
              apply Z.ltb_lt in B3. rewrite <- E in B3. fold o. lia.
        -- unfold completions. rewrite filter_app, map_app.
           assert (E := sps_completions I k tau T js Ht 0). unfold completions in E. fold o in E. rewrite E.
           apply Permutation_trans with (filter (fun j => negb (tau <? o j)) js ++ later).
           ++ apply Permutation_app_head. exact G4.
           ++ unfold later. apply Permutation_trans with js; auto. apply filter_split.
Qed.

End Run.

Theorem gsa_with_feasible taus I order :
  valid I -> any_order order ->
  (forall tau, In tau taus -> 1 <= tau /\ prompt I + tau <= budget I) ->
  (forall j, (j < njobs I)%nat -> len I j <= last taus 0) ->
  feasible I (gsa_with taus I order).
Proof.
  intros HI Ho Ht Hl. unfold gsa_with.
  destruct (gsa_from_ok I order HI Ho taus 0 0 (seq 0 (njobs I))) as [G1 [G2 [G3 G4]]]; auto.
  - intros j Hj. apply in_seq in Hj. split; [lia|]. apply Hl. lia.
  - apply seq_NoDup.
  - lia.
  - split; [|split; [|split]]; auto. intros a Ha. apply G1. exact Ha.
Qed.

Lemma gsa_from_nil s M o order taus p T : any_order order -> gsa_from s M o order taus p T [] = [].
Proof.
  intros Ho. destruct taus; auto. simpl. specialize (Ho p []).
  apply Permutation_sym, Permutation_nil in Ho. now rewrite Ho.
Qed.

Theorem gsa_feasible a b l I order :
  1 <= b < a -> valid I -> any_order order -> is_level a b (budget I - prompt I) l ->
    feasible I (gsa a b l I order).
Proof.
  intros Hab HI Ho Hl. destruct (Nat.eq_dec (njobs I) 0) as [E|E].
  - unfold gsa, gsa_with. rewrite E. simpl seq. rewrite gsa_from_nil by auto.
    split; [intros ? []|]. split.
    + intros t. destruct HI as [[? ?] _]. unfold usage. simpl. lia.
    + split; [constructor|]. rewrite E. constructor.
  - assert (W : 1 <= budget I - prompt I).
    { destruct (len_valid I 0 HI); [lia|]. lia. }
    apply gsa_with_feasible; auto.
    + intros tau Htau. apply slices_range in Htau; auto; lia.
    + intros j Hj. rewrite slices_last. destruct (len_valid I j HI Hj). lia.
Qed.

(* alpha = 2: slices floor((M - s) / 2^j) *)
Definition gsa2 (I : instance) (order : nat -> list nat -> list nat) : list attempt :=
  gsa 2 1 (Z.to_nat (Z.log2 (budget I - prompt I))) I order.

Lemma no_jobs I order taus : njobs I = 0%nat -> any_order order -> gsa_with taus I order = [].
Proof. intros E Ho. unfold gsa_with. rewrite E. now apply gsa_from_nil. Qed.

Lemma room I : valid I -> njobs I <> 0%nat -> 1 <= budget I - prompt I.
Proof. intros HI E. destruct (len_valid I 0 HI); lia. Qed.

Theorem gsa2_feasible I order : valid I -> any_order order -> feasible I (gsa2 I order).
Proof.
  intros HI Ho. destruct (Nat.eq_dec (njobs I) 0) as [E|E].
  - unfold gsa2, gsa. rewrite no_jobs by auto. split; [intros ? []|]. split.
    + intros t. destruct HI as [[? ?] _]. unfold usage. simpl. lia.
    + split; [constructor|]. rewrite E. constructor.
  - apply gsa_feasible; auto; [lia|]. apply level_two. now apply room.
Qed.
